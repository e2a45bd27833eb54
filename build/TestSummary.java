import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/**
 * Reads the test reports below a directory, prints the tests that failed or were skipped and why, and at last the line
 * {@code N passed, N failed, N skipped}. The exit code is 0 if at least one test ran and none failed.
 */
final class TestSummary {
  private static final int LINES = 25;

  private final List<String> failed = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private int passed;

  public static void main(String[] args) throws Exception {
    TestSummary summary = new TestSummary();
    TestReports.tests(Path.of(args[0])).forEach(summary::add);
    summary.print();
    System.exit(summary.isGood() ? 0 : 1);
  }

  private void add(Element test) {
    String name = test.getAttribute("classname") + ": " + test.getAttribute("name");
    if (TestReports.has(test, "failure")) {
      failed.add(name + ": " + beginning(test, "failure"));
    } else if (TestReports.has(test, "error")) {
      failed.add(name + ": " + beginning(test, "error"));
    } else if (TestReports.has(test, "skipped")) {
      skipped.add(name + ": " + reason(test));
    } else {
      passed++;
    }
  }

  private static String reason(Element test) {
    Element skip = (Element) test.getElementsByTagName("skipped").item(0);
    String message = skip.getAttribute("message").strip();
    return cut(message.isEmpty() ? skip.getTextContent() : message, 1);
  }

  /** {@return the first lines: a comparison of two texts needs some} */
  private static String beginning(Element test, String result) {
    return cut(test.getElementsByTagName(result).item(0).getTextContent(), LINES);
  }

  private static String cut(String text, int lines) {
    return text.isBlank()
        ? "no reason given"
        : text.strip()
            .lines()
            .filter(line -> !line.startsWith("\tat "))
            .limit(lines)
            .collect(Collectors.joining("\n  "));
  }

  private void print() {
    skipped.forEach(test -> System.out.println("skipped: " + test));
    failed.forEach(test -> System.out.println("failed: " + test));
    System.out.println(
        passed + " passed, " + failed.size() + " failed, " + skipped.size() + " skipped");
  }

  private boolean isGood() {
    return passed > 0 && failed.isEmpty();
  }
}
