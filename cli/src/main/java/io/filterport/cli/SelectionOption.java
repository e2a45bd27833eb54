package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.PidFd;
import io.filterport.volumes.fanotify.Exemption;
import io.filterport.volumes.fanotify.FanotifyVolume;
import io.filterport.volumes.fanotify.Selection;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which opens of guarded files a host does not ask about. */
final class SelectionOption {
  static final String PID = "--exclude-pid";

  @Option(
      names = "--include-path",
      paramLabel = "GLOB",
      description =
          "Ask only about paths that match as a whole; may be given more than once. * stands for"
              + " any characters but the slash, ** for any characters, ? for one character but the"
              + " slash.")
  private List<String> includedPaths = List.of();

  @Option(
      names = "--exclude-path",
      paramLabel = "GLOB",
      description =
          "Do not ask about paths that match; may be given more than once. Files with several"
              + " links, or opened through another mount, are asked about all the same.")
  private List<String> excludedPaths = List.of();

  @Option(
      names = "--exclude-uid",
      paramLabel = "UID",
      description = "Do not ask about what this user opens; may be given more than once.")
  private Set<Long> excludedUsers = Set.of();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      description =
          "What to ask about: ${COMPLETION-CANDIDATES}; may be given more than once. Files alone"
              + " unless given. FIFOs, sockets and devices are never asked about.")
  private Set<Selection.Type> types = Set.of(Selection.Type.FILE);

  @Option(
      names = PID,
      paramLabel = "PID",
      description =
          "Do not ask about what this process opens, while it lives; may be given more than once.")
  private Set<Integer> excludedProcesses = Set.of();

  Selection selection() {
    try {
      return new Selection(includedPaths, excludedPaths, excludedUsers, types);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  Set<Integer> excludedProcesses() {
    return Set.copyOf(excludedProcesses);
  }

  /** Exempts a process. The exemption ends with it, or with the volume. */
  static void exempt(FanotifyVolume volume, int pid) {
    int pidfd = PidFd.open(pid);
    if (pidfd < 0) {
      throw new FilterPortException(
          "excluding process " + pid + " (" + Errno.name(pidfd) + ")",
          NtStatus.NOT_FOUND,
          "Start it first, and give its number in the pid namespace of this host.");
    }
    try {
      Exemption ignored = volume.exempt(pid, pidfd);
    } finally {
      Fds.close(pidfd);
    }
  }
}
