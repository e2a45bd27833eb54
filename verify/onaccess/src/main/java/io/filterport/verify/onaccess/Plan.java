package io.filterport.verify.onaccess;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a file system is to be guarded. Immutable.
 *
 * @param kind by whom
 * @param hostOptions more options of {@code filterport host}
 * @param openFiles how many descriptors the process that listens may have; {@link #AS_MANY_AS_HERE}
 */
public record Plan(Kind kind, List<String> hostOptions, int openFiles) {
  /** By whom. */
  public enum Kind {
    /** Host and service, and the service's own engine. */
    PATTERNS("Filterport, patterns"),
    /** The same, and a process that keeps files shut when the host cannot. */
    PATTERNS_HELD("Filterport, patterns, --on-death deny"),
    /** Host and service, which asks clamd. */
    CLAMD("Filterport, clamd"),
    /** ClamAV's own, as it is by default: what clamd cannot judge is allowed. */
    CLAMONACC("clamonacc"),
    /** ClamAV's own, told to deny what clamd cannot judge. */
    CLAMONACC_DENYING("clamonacc, deny on error");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** {@return its name for people} */
    public String title() {
      return title;
    }

    /** {@return whether it is Filterport} */
    public boolean isOurs() {
      return this == PATTERNS || isHeld() || this == CLAMD;
    }

    /** {@return whether somebody answers when the process that listens cannot} */
    public boolean isHeld() {
      return this == PATTERNS_HELD;
    }

    private boolean asksClamd() {
      return !(this == PATTERNS || isHeld());
    }
  }

  /** What this process may have. */
  public static final int AS_MANY_AS_HERE = 0;

  /** {@return one with the options that it has by default} */
  public static Plan of(Kind kind) {
    List<String> options = kind.isHeld() ? List.of("--on-death=deny") : List.of();
    return new Plan(kind, options, AS_MANY_AS_HERE);
  }

  /** {@return the same with other options of the host} */
  public Plan withHostOptions(String... options) {
    return new Plan(kind, List.of(options), openFiles);
  }

  /** {@return the same with fewer descriptors} */
  public Plan withOpenFiles(int count) {
    return new Plan(kind, hostOptions, count);
  }

  /** {@return why it cannot be had here; empty if it can} */
  public Optional<String> missing() {
    return Stage.missing()
        .or(() -> kind.asksClamd() ? missing(Clamd.PROGRAM) : Optional.empty())
        .or(() -> kind.isOurs() ? Optional.empty() : missing(ClamOnAcc.PROGRAM));
  }

  private static Optional<String> missing(Path program) {
    return Files.isExecutable(program)
        ? Optional.empty()
        : Optional.of("there is no " + program + " (Debian: clamav-daemon)");
  }

  /** {@return a command line for the process that listens} */
  List<String> limited(List<String> command) {
    if (openFiles == AS_MANY_AS_HERE) {
      return command;
    }
    List<String> limited = new ArrayList<>();
    limited.addAll(List.of("sh", "-c", "ulimit -n " + openFiles + "; exec \"$@\"", "limited"));
    limited.addAll(command);
    return limited;
  }
}
