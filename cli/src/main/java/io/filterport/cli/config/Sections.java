package io.filterport.cli.config;

import static io.filterport.cli.config.Key.fixed;

import io.filterport.cli.config.Key.Scope;
import io.filterport.cli.config.Section.Reader;
import io.filterport.filter.PortAttributes;
import io.filterport.scanner.ScannerFilter;
import io.filterport.scanner.engine.ClamdOptions;
import io.filterport.scanner.engine.PatternEngine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every section and key of the configuration file. The file's check, the merge with the command
 * line, {@code --print-config}, and the tests of the default file and of the documentation go by
 * this table: a key that is added here must be added there.
 */
public final class Sections {
  static final Key SOCKET =
      fixed(
          "socket",
          Types.pathOrNone(),
          "",
          "--socket",
          "The control socket; \"\" for the usual place.");

  /** The option that names a directory as {@link #DIRECTORY} does, with {@link #AUDIT}. */
  static final String AUDITED_DIRECTORY = "--audit-volume";

  static final Key AUDIT =
      fixed(
              "audit",
              ValueType.flag(),
              false,
              "--audit",
              "Deny nothing; what would have been denied is told and counted.")
          .in(Scope.VOLUME);

  static final Section MANAGER =
      new Section(
          "manager",
          false,
          Reader.HOST,
          "Where the host listens, and who administers it.",
          List.of(
              SOCKET,
              fixed(
                  "administrators",
                  Types.groups(),
                  List.of(),
                  "--admin-group",
                  "Groups whose members are administrators, beside root and the host's user.")));

  static final Section FILTERS =
      new Section(
          "filters",
          false,
          Reader.HOST,
          "What the host runs, beside the inspection.",
          List.of(
              fixed("run", ValueType.list(Types.name()), List.of(), "--filter", "Filters to run."),
              fixed(
                  "path",
                  ValueType.list(Types.path()),
                  List.of(),
                  "--filter-path",
                  "Jars with filters that are not built in.")));

  static final Section PORTS =
      new Section(
          "ports",
          false,
          Reader.HOST,
          "What counts for every port that says nothing else.",
          List.of(
              fixed(
                      "descriptor",
                      Types.descriptor(),
                      "",
                      "--sddl",
                      "Who may connect; \"\" for root, the host's user and administrators.")
                  .in(Scope.PORT),
              fixed(
                      "strict-access",
                      ValueType.flag(),
                      false,
                      "--strict-access",
                      "Ask clients for all access to a port, as Windows does, instead of the right"
                          + " to connect.")
                  .in(Scope.PORT),
              fixed(
                      "max-message",
                      ValueType.number(Range.MAX_MESSAGE),
                      (long) PortAttributes.DEFAULT_MAX_MESSAGE_BYTES,
                      "--max-message",
                      "The longest message and reply.")
                  .in(Scope.PORT)
                  .measuredIn("bytes"),
              fixed(
                      "max-connections",
                      ValueType.number(Range.MAX_CONNECTIONS),
                      16L,
                      "--max-connections",
                      "Seats of each port.")
                  .measuredIn("connections"),
              fixed(
                  "recordable",
                  ValueType.list(Types.portName()),
                  List.of(),
                  "--recordable",
                  "Ports whose messages administrators may record.")));

  static final Key PORT_NAME =
      new Key("name", Types.portName(), "", "", null, Scope.PORT, "The port; required.", null);

  static final Section PORT =
      new Section(
          "port",
          true,
          Reader.HOST,
          "A port, and what differs there from [ports].",
          keys(PORT_NAME, PORTS, Scope.PORT));

  static final Section VOLUMES =
      new Section(
          "volumes",
          false,
          Reader.HOST,
          "What counts for every volume that says nothing else.",
          List.of(
              fixed(
                      "include-paths",
                      Types.globs(),
                      List.of(),
                      "--include-path",
                      "Ask only about files that match one of these; all if there are none.")
                  .in(Scope.VOLUME),
              fixed(
                      "exclude-paths",
                      Types.globs(),
                      List.of(),
                      "--exclude-path",
                      "Do not ask about files that match one of these.")
                  .in(Scope.VOLUME),
              fixed(
                      "exclude-uids",
                      Types.users(),
                      List.of(),
                      "--exclude-uid",
                      "Do not ask about what these users open.")
                  .in(Scope.VOLUME),
              fixed(
                      "types",
                      ValueType.list(ValueType.choice("file", "directory")),
                      List.of(),
                      "--type",
                      "What to ask about; files alone if there are none.")
                  .in(Scope.VOLUME),
              fixed(
                      "on-timeout",
                      ValueType.choice("allow", "deny"),
                      "deny",
                      "--on-timeout",
                      "What an operation gets that nobody answers in time.")
                  .in(Scope.VOLUME),
              fixed(
                      "timeout",
                      ValueType.number(Range.TIMEOUT),
                      5000L,
                      "--timeout",
                      "How long an operation waits for its verdict.")
                  .in(Scope.VOLUME)
                  .measuredIn("milliseconds"),
              fixed(
                      "cache",
                      ValueType.choice("none", "verdicts", "kernel"),
                      "none",
                      "--cache",
                      "What is kept for files that do not change.")
                  .in(Scope.VOLUME),
              fixed(
                      "extensions",
                      ValueType.number(Range.EXTENSIONS),
                      0L,
                      "--extensions",
                      "How often the wait is prolonged while a service says that it still works.")
                  .in(Scope.VOLUME)
                  .measuredIn("times"),
              fixed(
                      "access",
                      ValueType.flag(),
                      false,
                      "--access",
                      "Ask also when an open file is about to be read, written or mapped.")
                  .in(Scope.VOLUME),
              AUDIT,
              fixed(
                      "on-death",
                      ValueType.choice("none", "allow", "deny"),
                      "none",
                      "--on-death",
                      "What guarded files get when the host has died; none needs no second process.")
                  .in(Scope.VOLUME),
              fixed(
                      "inline-content",
                      ValueType.number(Range.INLINE_CONTENT),
                      4096L,
                      "--inline-content",
                      "The size up to which the scanner puts a file into its message; 0 for none.")
                  .measuredIn("bytes")));

  static final Key DIRECTORY =
      fixed("directory", Types.path(), "", "--volume", "The directory to guard; required.")
          .in(Scope.VOLUME);

  static final Section VOLUME =
      new Section(
          "volume",
          true,
          Reader.HOST,
          "A directory to guard, and what differs there from [volumes].",
          keys(DIRECTORY, VOLUMES, Scope.VOLUME));

  static final Section EVENTS =
      new Section(
          "events",
          false,
          Reader.HOST,
          "What is told of the volumes' verdicts, one by one.",
          List.of(
              fixed(
                  "verdicts",
                  ValueType.choice("none", "denials", "all"),
                  "none",
                  "--events",
                  "For which verdicts a line of JSON is written."),
              fixed(
                      "to",
                      Types.destination(),
                      "stdout",
                      "--events-to",
                      "Where these lines go; a file is made if it is not there.")
                  .onlyWith("verdicts", "denials", "all")));

  static final Section SCANNER =
      new Section(
          "scanner",
          false,
          Reader.SCAN,
          "The service that scans.",
          List.of(
              fixed("port", Types.portName(), ScannerFilter.PORT, "--port", "The filter's port."),
              fixed(
                  "engine",
                  ValueType.choice("patterns", "clamd"),
                  "patterns",
                  "--engine",
                  "What scans."),
              fixed(
                      "signatures",
                      Types.pathOrNone(),
                      "",
                      "--signatures",
                      "Signatures of the engine patterns; \"\" for EICAR alone. A reload reads the"
                          + " file again.")
                  .in(Scope.LIVE)
                  .onlyWith("engine", "patterns"),
              fixed(
                      "patterns-max-file",
                      ValueType.number(Range.SCANNED_FILE),
                      PatternEngine.DEFAULT_MAX_FILE_BYTES,
                      "--patterns-max-file",
                      "Up to which size the engine patterns scans; larger files get no verdict.")
                  .measuredIn("bytes")
                  .onlyWith("engine", "patterns"),
              fixed(
                      "clamd-socket",
                      Types.path(),
                      ClamdOptions.DEFAULT_SOCKET,
                      "--clamd-socket",
                      "The LocalSocket of the engine clamd.")
                  .onlyWith("engine", "clamd"),
              fixed(
                      "clamd-max-file",
                      ValueType.number(Range.SCANNED_FILE),
                      ClamdOptions.DEFAULT_MAX_FILE_BYTES,
                      "--clamd-max-file",
                      "The MaxFileSize of that clamd; larger files get no verdict.")
                  .measuredIn("bytes")
                  .onlyWith("engine", "clamd"),
              fixed(
                      "workers",
                      ValueType.number(Range.WORKERS),
                      4L,
                      "--workers",
                      "Files scanned at once.")
                  .measuredIn("threads"),
              fixed(
                  "user",
                  Types.anyText(),
                  "",
                  "--user",
                  "Whom to become, with that one's groups, if started as root; \"\" for the user who"
                      + " called sudo, else nobody.")));

  /** In the order of the file. */
  public static final List<Section> ALL =
      List.of(MANAGER, FILTERS, PORTS, PORT, VOLUMES, VOLUME, EVENTS, SCANNER);

  private Sections() {}

  /** {@return what may stand in a repeated section} */
  private static List<Key> keys(Key first, Section once, Scope scope) {
    return Stream.concat(Stream.of(first), once.keys().stream().filter(key -> key.scope() == scope))
        .toList();
  }

  static Optional<Section> named(String name) {
    return ALL.stream().filter(section -> section.name().equals(name)).findFirst();
  }
}
