package io.filterport.cli;

import io.filterport.cli.config.Range;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a host guards, and what counts if nobody answers. */
final class VolumeOption {
  /** A verdict where nobody answered. */
  enum Answer {
    ALLOW,
    DENY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--volume",
      paramLabel = "DIR",
      description =
          "A directory to guard with the kernel's file events; may be given more than once.")
  private List<Path> directories = List.of();

  @Option(
      names = "--audit-volume",
      paramLabel = "DIR",
      description =
          "The same, where nothing is denied: what would have been is told (--events) and counted;"
              + " may be given more than once.")
  private List<Path> audited = List.of();

  @Option(
      names = "--audit",
      description =
          "Deny nothing on any volume, as --audit-volume does; nor after this host's death.")
  private boolean auditAll;

  @Option(
      names = "--on-timeout",
      paramLabel = "VERDICT",
      defaultValue = "deny",
      description =
          "What an operation gets that nobody answers in time: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private Answer onTimeout;

  /** What counts when the host has died. */
  enum Death {
    /** Nobody sees to it. */
    NONE,
    ALLOW,
    DENY;

    Optional<Answer> answer() {
      return this == NONE ? Optional.empty() : Optional.of(Answer.valueOf(name()));
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--on-death",
      paramLabel = "VERDICT",
      defaultValue = "none",
      description =
          "What guarded files get when this process has died, until another host comes, or"
              + " filterport lift: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). A second,"
              + " small process sees to it, and answers with the verdict of --on-timeout while this"
              + " one is stopped. With none there is no such process: then the kernel allows, and"
              + " whoever opens a file waits for a stopped host.")
  private Death onDeath;

  /** What a host keeps of verdicts. */
  enum Cache {
    NONE,
    VERDICTS,
    KERNEL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int CACHED_VERDICTS = 65_536;
  private static final int KERNEL_MARKS = 4096;

  @Option(
      names = "--cache",
      paramLabel = "WHAT",
      defaultValue = "none",
      description =
          "What is kept for files that do not change, for 10 s, up to 65,536 on each volume, on ext4"
              + " with Linux 6.5 or newer; with kernel, up to 4,096 clean ones of these are opened"
              + " unasked for 10 s: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Cache cache;

  @Option(
      names = "--timeout",
      paramLabel = "MILLIS",
      defaultValue = "5000",
      description = "How long an operation waits for its verdict (default: ${DEFAULT-VALUE}).")
  private long timeoutMillis;

  @Option(
      names = "--extensions",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How often that is prolonged while a service says that it still works, up to 1,000 times"
              + " (default: ${DEFAULT-VALUE}).")
  private int extensions;

  @Option(
      names = "--access",
      description =
          "Ask also when an open file is about to be read, written or mapped: it may have become bad"
              + " since. On ext4, xfs and btrfs, with Linux 6.14 or newer; not together with --type"
              + " directory.")
  private boolean access;

  @Mixin private SelectionOption selection;

  /** {@return what each directory is to get} */
  List<VolumePlan> plans() {
    return Stream.concat(
            directories.stream().map(directory -> plan(directory, auditAll)),
            audited.stream().map(directory -> plan(directory, true)))
        .toList();
  }

  private VolumePlan plan(Path directory, boolean audit) {
    return new VolumePlan(
            directory,
            audit,
            onTimeout == Answer.ALLOW,
            onDeath.answer(),
            Numbers.inRange("--timeout", timeoutMillis, Range.TIMEOUT),
            cache == Cache.NONE ? 0 : CACHED_VERDICTS,
            cache == Cache.KERNEL ? KERNEL_MARKS : 0,
            Numbers.inRange("--extensions", extensions, Range.EXTENSIONS),
            access,
            selection.selection(),
            selection.excludedProcesses())
        .checked();
  }
}
