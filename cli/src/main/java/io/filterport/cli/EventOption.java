package io.filterport.cli;

import io.filterport.filter.FilterRegistration;
import io.filterport.volume.VerdictListener;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Which verdicts of a host's volumes are told, and where. Opened and closed by the command's
 * thread.
 */
final class EventOption implements AutoCloseable {
  /** Which verdicts are told. */
  enum Verdicts {
    NONE,
    DENIALS,
    ALL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String STDOUT = "stdout";
  private static final String JOURNALD = "journald";

  /** What is no file. */
  private static final Set<String> OTHERS = Set.of(STDOUT, JOURNALD);

  @Option(
      names = "--events",
      paramLabel = "WHICH",
      defaultValue = "none",
      description =
          "For which verdicts on the volumes a line of JSON is written: ${COMPLETION-CANDIDATES}"
              + " (default: ${DEFAULT-VALUE}).")
  private Verdicts events;

  @Option(
      names = "--events-to",
      paramLabel = "WHERE",
      description =
          "Where these lines go: stdout, journald, or a file, which is made if it is not there, and"
              + " may be renamed (default: stdout).")
  private @Nullable String destination;

  private @Nullable EventLog log;

  /** Checks what the options alone cannot; nothing is opened. */
  void check() {
    if (events == Verdicts.NONE && destination != null) {
      throw new TypeConversionException("--events-to needs --events denials or --events all");
    }
  }

  /** Looks for the directory of a file; nothing is opened. */
  void checkPlace() {
    String where = destination;
    if (events != Verdicts.NONE && where != null && !OTHERS.contains(where)) {
      EventFile.check(Path.of(where));
    }
  }

  /**
   * Begins to write. Before volumes are opened: these look where this process writes to.
   *
   * @param hangUp has a file opened anew
   */
  void open(HangUp hangUp) {
    if (events != Verdicts.NONE) {
      log = new EventLog(sink(hangUp), events == Verdicts.ALL);
    }
  }

  private EventSink sink(HangUp hangUp) {
    String where = destination == null ? STDOUT : destination;
    return switch (where) {
      case STDOUT -> EventStream.standardOutput();
      case JOURNALD -> Journal.at(Journal.SOCKET);
      default -> file(Path.of(where), hangUp);
    };
  }

  private static EventSink file(Path path, HangUp hangUp) {
    EventFile file = EventFile.open(path);
    hangUp.handle(file::reopenBeforeNextLine);
    return file;
  }

  /** {@return who is told of a volume's verdicts} */
  VerdictListener listener(String volume) {
    return log == null ? VerdictListener.NONE : log.of(volume);
  }

  /** A filter runs now, and its verdicts are told with its name. */
  void name(FilterRegistration filter) {
    if (log != null) {
      log.name(filter.altitude(), filter.name());
    }
  }

  @Override
  public void close() {
    if (log != null) {
      log.close();
    }
  }
}
