package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.ClientProcess;
import io.filterport.security.AccessCheck;
import io.filterport.security.AccessMask;
import io.filterport.security.SecurityDescriptor;
import io.filterport.spi.FilterHost;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.fanotify.FanotifyOptions;
import io.filterport.volumes.fanotify.FanotifyVolume;
import io.filterport.volumes.fanotify.HolderLink;
import io.filterport.volumes.fanotify.ReaderProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--on-death",
      paramLabel = "VERDICT",
      description =
          "What guarded files get when this process has died, until another host comes, or filterport"
              + " lift: ${COMPLETION-CANDIDATES}. A second, small process sees to it, and answers"
              + " with the verdict of --on-timeout while this one is stopped. Without this option"
              + " there is none: then the kernel allows, and whoever opens a file waits for a stopped"
              + " host.")
  private @Nullable Answer onDeath;

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
  private static final int MAX_EXTENSIONS = 1000;

  @Option(
      names = "--cache",
      paramLabel = "WHAT",
      defaultValue = "none",
      description =
          "What is kept for files that do not change, up to 65,536 on each volume, on ext4 and tmpfs;"
              + " with kernel, up to 4,096 clean ones of these are opened unasked for 10 s:"
              + " ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
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

  @Mixin private SelectionOption selection;
  @Mixin private EventOption events;

  private final List<FanotifyVolume> opened = new ArrayList<>();

  /**
   * Whoever answers for a volume reads every guarded file and is never asked about.
   *
   * @param descriptor of the ports; null for the default, which is narrow
   * @param needed what the ports ask of a client (SEC-04)
   */
  void requireNarrow(@Nullable SecurityDescriptor descriptor, AccessMask needed) {
    if (!(directories.isEmpty() && audited.isEmpty())
        && descriptor != null
        && AccessCheck.admitsEveryone(descriptor, needed)) {
      throw new FilterPortException(
          "descriptor " + descriptor.toSddl() + " for a host that guards volumes",
          NtStatus.INVALID_SECURITY_DESCR,
          "It admits everyone; name the user of the service, such as (A;;GA;;;S-1-22-1-998).");
    }
  }

  List<? extends Volume> open() {
    events.open();
    directories.forEach(directory -> open(directory, auditAll));
    audited.forEach(directory -> open(directory, true));
    return opened;
  }

  private void open(Path directory, boolean audit) {
    FanotifyVolume volume = FanotifyVolume.open(directory, options(directory, audit));
    opened.add(volume);
    selection.exemptFrom(volume);
  }

  private FanotifyOptions options(Path directory, boolean audit) {
    Verdict verdict = onTimeout == Answer.ALLOW ? Verdict.ALLOW : Verdict.deny("nobody answered");
    VolumeOptions volume =
        VolumeOptions.named(directory.toString())
            .withDefaultVerdict(verdict)
            .withTimeLimit(Duration.ofMillis(timeoutMillis))
            .withListener(events.listener(directory.toString()));
    return FanotifyOptions.of(audit ? volume.withAudit() : volume)
        .withCachedVerdicts(cache == Cache.NONE ? 0 : CACHED_VERDICTS)
        .withKernelMarks(cache == Cache.KERNEL ? KERNEL_MARKS : 0)
        .withExtensions(Numbers.inRange("--extensions", extensions, 0, MAX_EXTENSIONS))
        .withSelection(selection.selection());
  }

  /**
   * {@return what keeps the volumes when this process cannot, or nothing} Then every filter must be
   * attached: a holder that a dead host left is told to end.
   */
  Optional<Holding> hold(Path controlSocket, Consumer<String> talk) {
    Answer wanted = onDeath;
    if (wanted != null && !opened.isEmpty()) {
      boolean allow = wanted == Answer.ALLOW || auditAll;
      return Optional.of(Holding.start(controlSocket, opened, allow, talk));
    }
    if (!opened.isEmpty()) {
      HolderLink.find(HolderPlace.of(controlSocket)).ifPresent(HolderLink::endAndWait);
    }
    return Optional.empty();
  }

  /** {@return what tells of the volumes' verdicts} */
  EventOption events() {
    return events;
  }

  /** {@return whether each volume's reader does its work; to be asked again and again} */
  Stream<BooleanSupplier> progress() {
    return opened.stream().map(ReaderProgress::of).map(reader -> reader::isAlive);
  }

  /** {@return an exemption from every volume} */
  FilterHost.Exemption exempt(ClientProcess client) {
    return Exempting.of(opened, client);
  }
}
