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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a host guards, and what counts if nobody answers. */
final class VolumeOption {
  /** The verdict where nobody answered. */
  enum OnTimeout {
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
      names = "--on-timeout",
      paramLabel = "VERDICT",
      defaultValue = "deny",
      description =
          "What an operation gets that nobody answers in time: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private OnTimeout onTimeout;

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

  private final List<FanotifyVolume> opened = new ArrayList<>();

  /**
   * Whoever answers for a volume reads every guarded file and is never asked about.
   *
   * @param descriptor of the ports; null for the default, which is narrow
   * @param needed what the ports ask of a client (SEC-04)
   */
  void requireNarrow(@Nullable SecurityDescriptor descriptor, AccessMask needed) {
    if (!directories.isEmpty()
        && descriptor != null
        && AccessCheck.admitsEveryone(descriptor, needed)) {
      throw new FilterPortException(
          "descriptor " + descriptor.toSddl() + " for a host that guards volumes",
          NtStatus.INVALID_SECURITY_DESCR,
          "It admits everyone; name the user of the service, such as (A;;GA;;;S-1-22-1-998).");
    }
  }

  List<? extends Volume> open() {
    int more = Numbers.inRange("--extensions", extensions, 0, MAX_EXTENSIONS);
    int kept = cache == Cache.NONE ? 0 : CACHED_VERDICTS;
    int marks = cache == Cache.KERNEL ? KERNEL_MARKS : 0;
    for (Path directory : directories) {
      VolumeOptions options =
          VolumeOptions.named(directory.toString())
              .withDefaultVerdict(
                  onTimeout == OnTimeout.ALLOW ? Verdict.ALLOW : Verdict.deny("nobody answered"))
              .withTimeLimit(Duration.ofMillis(timeoutMillis));
      opened.add(
          FanotifyVolume.open(
              directory,
              FanotifyOptions.of(options)
                  .withCachedVerdicts(kept)
                  .withKernelMarks(marks)
                  .withExtensions(more)));
    }
    return opened;
  }

  /** {@return an exemption from every volume} */
  FilterHost.Exemption exempt(ClientProcess client) {
    return Exempting.of(opened, client);
  }
}
