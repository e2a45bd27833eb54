import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.w3c.dom.Element;

/** In which world a test ran. */
final class TestWorlds {
  static final String EMBEDDED = "embedded";
  static final String PROCESSES = "between processes";
  private static final String NONE = "";
  private static final String ROOMS = "io.filterport.";

  /** Beside the reports of a suite that runs in several worlds: those of its classes, by name. */
  private static final String FILE = "worlds.properties";

  /** Of other tests the beginning of their class's name tells; the longest counts. */
  private static final Map<String, String> BY_ROOM =
      Map.of(
          "engine.", EMBEDDED,
          "engine.slots.", NONE,
          "ipc.", PROCESSES,
          "cli.", PROCESSES,
          "cli.AccessReportTest", NONE,
          "verify.system.", PROCESSES);

  private final Properties byClass = new Properties();

  /** {@return what the suites below a directory wrote down} */
  static TestWorlds of(Path top) throws IOException {
    TestWorlds worlds = new TestWorlds();
    for (Path directory : TestReports.directories(top)) {
      worlds.read(directory.resolve(FILE));
    }
    return worlds;
  }

  private void read(Path file) throws IOException {
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        byClass.load(reader);
      }
    }
  }

  /** {@return the world's name; empty if the test has no port} */
  Optional<String> of(Element test) {
    String testClass = test.getAttribute(TestReports.TEST_CLASS);
    String invocation = byClass.getProperty(test.getAttribute("classname"));
    String world = invocation != null ? invocation : byClass.getProperty(testClass, byRoom(testClass));
    return Optional.of(world).filter(name -> !name.equals(NONE));
  }

  private static String byRoom(String testClass) {
    return BY_ROOM.entrySet().stream()
        .filter(entry -> testClass.startsWith(ROOMS + entry.getKey()))
        .max(Comparator.comparingInt(entry -> entry.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse(NONE);
  }
}
