package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.launcher.Script.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the rules that ./check counts")
class RuleReportTest {
  private static final String EMBEDDED = "io.filterport.engine.ATest";
  private static final String PROCESSES = "io.filterport.verify.system.BTest";
  private static final String PURE = "io.filterport.security.CTest";
  private static final String SUITE = "io.filterport.verify.conformance.DTest";

  private static SourceProgram program;

  @TempDir(factory = BuildDirectory.class)
  private Path directory;

  private final Map<String, StringBuilder> tests = new TreeMap<>();

  @BeforeAll
  static void compile(@TempDir Path classes) throws Exception {
    program = SourceProgram.compile(Path.of("../../build/RuleReport.java"), classes);
  }

  @BeforeEach
  void document() throws IOException {
    write("docs/semantics.md", "- **ABC-01** One rule.\n- **ABC-02** Another.\n");
    exempt("");
    write(
        "suite/target/surefire-reports/worlds.properties",
        SUITE + "[1]=embedded\n" + SUITE + "[2]=between processes\n" + SUITE + "[3]=on Windows\n");
  }

  private void exempt(String rows) throws IOException {
    write("verify/exemptions.md", rows);
  }

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void test(String testClass, String name) {
    test(testClass, name, "");
  }

  private void test(String testClass, String name, String result) {
    String file = testClass.replaceAll("\\[.]$", "");
    test(file, testClass, name, result);
  }

  private void test(String file, String className, String name, String result) {
    StringBuilder report = tests.computeIfAbsent(file, key -> new StringBuilder());
    report.append("<testcase classname='").append(className);
    report.append("' name='").append(name).append("'>").append(result).append("</testcase>");
  }

  private Result report() throws IOException, InterruptedException {
    for (Map.Entry<String, StringBuilder> test : tests.entrySet()) {
      String xml = "<testsuite>" + test.getValue() + "</testsuite>";
      write("a/target/surefire-reports/TEST-" + test.getKey() + ".xml", xml);
    }
    return program.run(directory);
  }

  private void assertGood() throws IOException, InterruptedException {
    Result result = report();
    assertThat(result.out().lines()).as(result.out()).hasSize(1);
    assertThat(result.exitCode()).isZero();
  }

  private void assertBad(String... problems) throws IOException, InterruptedException {
    Result result = report();
    for (String problem : problems) {
      assertThat(result.out()).contains("rules: " + problem);
    }
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  @DisplayName("are good with a test in each world")
  void counted() throws Exception {
    test(SUITE + "[1]", "ABC-01: it holds");
    test(SUITE + "[2]", "ABC-01: it holds");
    test(PROCESSES, "ABC-02: it holds");
    test(PURE, "ABC-02: it holds");
    exempt("| ABC-02 | embedded | nobody dies alone |\n");
    Result result = report();
    assertThat(result.out())
        .isEqualTo(
            "rules: 2 in all, 1 tested embedded, 2 tested between processes, 1 exempt embedded,"
                + " 0 exempt everywhere; 1 tested without a port, too\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  @DisplayName("a test without a port stood for one in each world")
  void withoutPort() throws Exception {
    test(EMBEDDED, "ABC-01, ABC-02: they hold");
    test(PROCESSES, "ABC-01: it holds");
    test(PURE, "ABC-02: it holds");
    test("io.filterport.engine.slots.ETest", "ABC-02: it holds");
    assertBad("ABC-02 is neither tested between processes nor exempt");
    test(PROCESSES, "ABC-02: it holds");
    assertGood();
  }

  @Test
  @DisplayName("the third world of a suite was taken for the second")
  void thirdWorld() throws Exception {
    test(EMBEDDED, "ABC-01, ABC-02: they hold");
    test(SUITE + "[3]", "ABC-01, ABC-02: they hold");
    assertBad("ABC-01 is neither tested between processes nor exempt");
    test(PROCESSES, "ABC-01, ABC-02: they hold");
    assertThat(report().out()).contains(" 2 tested between processes, 2 tested on Windows, ");
  }

  @Test
  @DisplayName("are bad if a further world has tests, and not of each of them")
  void thirdWorldIncomplete() throws Exception {
    test(EMBEDDED, "ABC-01, ABC-02: they hold");
    test(PROCESSES, "ABC-01, ABC-02: they hold");
    test(SUITE + "[3]", "ABC-01: it holds");
    assertBad("ABC-02 is neither tested on Windows nor exempt");
    exempt("| ABC-02 | on Windows | it cannot be seen there |\n");
    assertGood();
  }

  @Test
  @DisplayName("a suite's only world was taken for the first one")
  void onlyWorld() throws Exception {
    write("suite/target/surefire-reports/worlds.properties", SUITE + "[1]=between processes\n");
    test(SUITE + "[1]", "ABC-01, ABC-02: they hold");
    assertBad("ABC-01 is neither tested embedded nor exempt");
    test(EMBEDDED, "ABC-01, ABC-02: they hold");
    assertGood();
  }

  @Test
  @DisplayName("may be several in one name")
  void several() throws Exception {
    test(EMBEDDED, "ABC-01, ABC-02: they hold");
    test(PROCESSES, "ABC-02, ABC-01: they hold");
    assertGood();
  }

  @Test
  @DisplayName("are bad if one world has no test that passed")
  void oneWorld() throws Exception {
    test(EMBEDDED, "ABC-01, ABC-02: they hold");
    test(PROCESSES, "ABC-02: it holds");
    test(PROCESSES, "ABC-01: it holds", "<skipped/>");
    assertBad("ABC-01 is neither tested between processes nor exempt");
  }

  @Test
  @DisplayName("are tested in the one world that a class of the suite runs in, or in none")
  void suiteOfOneWorld() throws Exception {
    write("suite/target/surefire-reports/worlds.properties", SUITE + "=between processes\n");
    test(PROCESSES, "ABC-02: it holds");
    test(EMBEDDED, "ABC-02: it holds");
    test(SUITE, "ABC-01: it holds");
    assertBad("ABC-01 is neither tested embedded nor exempt");
    exempt("| ABC-01 | embedded | nobody dies alone |\n");
    assertGood();
    write("suite/target/surefire-reports/worlds.properties", "");
    assertBad("ABC-01 is neither tested between processes nor exempt");
  }

  @Test
  @DisplayName("are tested in the world of the class, whatever the class calls itself")
  void classWithName() throws Exception {
    test(EMBEDDED, "the engine", "ABC-01, ABC-02: they hold", "");
    test(PROCESSES, "a process", "ABC-01: it holds", "");
    assertBad("ABC-02 is neither tested between processes nor exempt");
    test(PROCESSES, "a system", "ABC-02: it holds", "");
    assertGood();
  }

  @Test
  @DisplayName("are not counted, and told, where a name has no colon after their ids")
  void withoutColon() throws Exception {
    test(EMBEDDED, "ABC-01, ABC-02: they hold");
    test(PROCESSES, "ABC-01, ABC-02: they hold");
    test(PURE, "UTF-16 and SHA-256 are no rules");
    assertGood();
    test(PURE, "ABC-01 it holds");
    assertBad(PURE + " has a test named \"ABC-01 it holds\": after the ids of rules a colon");
    tests.clear();
    test(PURE, "ABC-01 to ABC-02: they hold");
    assertBad(PURE + " has a test named \"ABC-01 to ABC-02: they hold\"");
  }

  @Test
  @DisplayName("are bad if they are exempt and tested, or no rules")
  void exempt() throws Exception {
    test(PURE, "ABC-01, ABC-02, ABC-03: they hold");
    exempt(
        """
        | ABC-02 | everywhere | nothing to see |
        | ABC-04 | everywhere | nothing to see |
        | ABC-01 | on Mars | nothing to see |
        """);
    assertBad(
        "[ABC-01] is exempt in an unknown world: on Mars",
        "ABC-04 is exempt, and no rule",
        "ABC-02 is exempt everywhere, and tested",
        PURE + " covers ABC-03, which is no rule");
  }
}
