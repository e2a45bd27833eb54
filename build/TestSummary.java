import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Reads the test reports below a directory, prints the tests that failed or were skipped and why, and at last the line
 * {@code N passed, N failed, N skipped}. The exit code is 0 if at least one test ran and none failed.
 */
final class TestSummary {
  private final List<String> failed = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private int passed;

  public static void main(String[] args) throws Exception {
    TestSummary summary = new TestSummary();
    for (Path report : reports(Path.of(args[0]))) {
      summary.add(report);
    }
    summary.print();
    System.exit(summary.isGood() ? 0 : 1);
  }

  private static List<Path> reports(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(TestSummary::isReport).sorted().toList();
    }
  }

  private static boolean isReport(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    return file.getFileName().toString().matches("TEST-.*\\.xml")
        && directory.getFileName().toString().matches("(surefire|failsafe)-reports")
        && directory.getParent().endsWith("target");
  }

  private void add(Path report) throws IOException, ParserConfigurationException, SAXException {
    NodeList tests =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("testcase");
    for (int i = 0; i < tests.getLength(); i++) {
      add((Element) tests.item(i));
    }
  }

  private void add(Element test) {
    String name = test.getAttribute("classname") + ": " + test.getAttribute("name");
    if (has(test, "failure") || has(test, "error")) {
      failed.add(name);
    } else if (has(test, "skipped")) {
      skipped.add(name + ": " + reason(test));
    } else {
      passed++;
    }
  }

  private static boolean has(Element test, String child) {
    return test.getElementsByTagName(child).getLength() > 0;
  }

  private static String reason(Element test) {
    Element skip = (Element) test.getElementsByTagName("skipped").item(0);
    String message = skip.getAttribute("message").strip();
    String reason = message.isEmpty() ? skip.getTextContent().strip() : message;
    return reason.isEmpty() ? "no reason given" : reason.lines().findFirst().orElseThrow();
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
