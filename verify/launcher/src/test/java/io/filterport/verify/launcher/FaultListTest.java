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

@DisplayName("the list of faults")
class FaultListTest {
  private static final Path THIS_TREE = Path.of("../..");

  private static SourceProgram program;

  @TempDir(factory = BuildDirectory.class)
  private Path directory;

  @BeforeAll
  static void compile(@TempDir Path classes) throws Exception {
    program = SourceProgram.compile(THIS_TREE.resolve("verify/faults/FaultList.java"), classes);
  }

  @Test
  @DisplayName("fits this tree: texts, rules and tests")
  void fits() throws Exception {
    Result result = program.run(THIS_TREE);
    assertThat(result.out()).endsWith(" problems: 0\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  @DisplayName("does not fit if a text is not there once, or a rule or its test is not there")
  void doesNotFit() throws Exception {
    write("docs/semantics.md", "- **AAA-01** One.\n- **AAA-02** Two.\n");
    write("main/A.java", "once\ntwice\ntwice\n");
    write("a/src/test/java/OneTest.java", "@DisplayName(\"AAA-01, AAA-03: as AAA-02 says\")");
    write(
        "verify/faults/faults.txt",
        String.join(
            "\n\n",
            fault("AAA-01: good", "main/A.java", "OneTest", "once", "never"),
            fault("AAA-01: twice", "main/A.java", "OneTest", "twice", "never"),
            fault("AAA-01: no file", "main/B.java", "OneTest", "once", "never"),
            fault("AAA-01: nothing", "main/A.java", "OneTest", "once", "once"),
            fault("AAA-02: other", "main/A.java", "OneTest", "once", "never"),
            fault("AAA-01: nowhere", "main/A.java", "OneTest,TwoTest", "once", "never"),
            fault("AAA-03: no rule", "main/A.java", "OneTest", "once", "never")));
    Result result = program.run(directory);
    assertThat(result.out().lines())
        .containsExactly(
            "faults: AAA-01, twice: main/A.java holds its text 2 times",
            "faults: AAA-01, no file: main/B.java holds its text 0 times",
            "faults: AAA-01, nothing: it changes nothing",
            "faults: AAA-02, other: OneTest has no test whose name begins with the rule",
            "faults: AAA-01, nowhere: 0 test classes have the name TwoTest",
            "faults: AAA-03, no rule: there is no such rule in docs/semantics.md",
            "faults: 7, problems: 6");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  private static String fault(
      String title, String file, String tests, String before, String after) {
    return "fault " + title + "\nin " + file + "\ntests " + tests + "\n-" + before + "\n+" + after;
  }

  private void write(String file, String text) throws IOException {
    Path target = directory.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
  }
}
