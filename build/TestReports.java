import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The test reports below a directory. Stateless. */
final class TestReports {
  /** Tests print names that are no text; the reports then hold what no XML may. */
  private static final String NOT_XML = "[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]";

  private TestReports() {}

  /** Of each test case: its class, where {@code classname} may be what the class calls itself. */
  static final String TEST_CLASS = "filterport-class";

  /** {@return every test case} */
  static List<Element> tests(Path top) throws IOException, ParserConfigurationException, SAXException {
    List<Element> all = new ArrayList<>();
    for (Path report : reports(top)) {
      NodeList tests = parsed(report);
      for (int i = 0; i < tests.getLength(); i++) {
        Element test = (Element) tests.item(i);
        test.setAttribute(TEST_CLASS, testClass(report));
        all.add(test);
      }
    }
    return all;
  }

  private static String testClass(Path report) {
    return report.getFileName().toString().replaceAll("^TEST-|\\.xml$", "");
  }

  private static NodeList parsed(Path report) throws IOException, ParserConfigurationException, SAXException {
    String xml = Files.readString(report).replaceAll(NOT_XML, "?");
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)))
        .getElementsByTagName("testcase");
  }

  private static List<Path> reports(Path top) throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path directory : directories(top)) {
      try (Stream<Path> files = Files.list(directory)) {
        files.filter(TestReports::isReport).forEach(all::add);
      }
    }
    return all.stream().sorted().toList();
  }

  private static boolean isReport(Path file) {
    return file.getFileName().toString().matches("TEST-.*\\.xml");
  }

  /** {@return where reports are} */
  static List<Path> directories(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(TestReports::isDirectory).sorted().toList();
    }
  }

  private static boolean isDirectory(Path file) {
    return file.getFileName().toString().matches("(surefire|failsafe)-reports")
        && file.toAbsolutePath().getParent().endsWith("target")
        && Files.isDirectory(file);
  }

  /** {@return whether a test has such a result} */
  static boolean has(Element test, String child) {
    return test.getElementsByTagName(child).getLength() > 0;
  }
}
