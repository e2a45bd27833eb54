package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.launcher.Script.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the last lines of ./check")
class TestSummaryTest {
  private static final String PASSED = "<testcase classname='A' name='a'/>";
  private static final String FAILED =
      "<testcase classname='A' name='b'><failure message='no'>expected: 1\n but was: 2\n"
          + "\tat A.b(A.java:1)</failure></testcase>";
  private static final String BROKEN = "<testcase classname='A' name=''><error/></testcase>";
  private static final String SKIPPED =
      "<testcase classname='A' name='c'><skipped message='needs &lt;root&gt;'/></testcase>";

  private static SourceProgram program;

  @TempDir(factory = BuildDirectory.class)
  private Path directory;

  @BeforeAll
  static void compile(@TempDir Path classes) throws Exception {
    program = SourceProgram.compile(Path.of("../../build/TestSummary.java"), classes);
  }

  private void report(String file, String tests) throws IOException {
    Path report = directory.resolve(file);
    Files.createDirectories(report.getParent());
    Files.writeString(report, "<testsuite tests='9'>" + tests + "</testsuite>");
  }

  private Result summarise() throws IOException, InterruptedException {
    return program.run(directory);
  }

  @Test
  @DisplayName("count every report of every room, and give reasons")
  void counts() throws Exception {
    report("a/target/surefire-reports/TEST-A.xml", PASSED + FAILED + PASSED + SKIPPED);
    report("v/b/target/failsafe-reports/TEST-B.xml", PASSED + BROKEN);
    report("v/b/target/failsafe-reports/other.xml", PASSED);
    Result result = summarise();
    assertThat(result.out().lines())
        .containsExactly(
            "skipped: A: c: needs <root>",
            "failed: A: b: expected: 1",
            "   but was: 2",
            "failed: A: : no reason given",
            "3 passed, 2 failed, 1 skipped");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  @DisplayName("are good news if tests passed and none failed")
  void good() throws Exception {
    report("a/target/surefire-reports/TEST-A.xml", PASSED + SKIPPED);
    assertThat(summarise().exitCode()).isZero();
  }

  @Test
  @DisplayName("are bad news if no test ran")
  void none() throws Exception {
    report("a/target/surefire-reports/TEST-A.xml", SKIPPED);
    Result result = summarise();
    assertThat(result.out()).endsWith("0 passed, 0 failed, 1 skipped\n");
    assertThat(result.exitCode()).isEqualTo(1);
  }
}
