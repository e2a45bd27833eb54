package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.ProcessControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The numbers by which events name processes. Who they are is looked up below /proc, which need not
 * be of the pid namespace of this process: then a number leads to somebody else there.
 */
final class ProcessNumbers {
  private static final Path SELF = Path.of("/proc/self");

  private ProcessNumbers() {}

  /**
   * Refuses to guard where /proc has other numbers than events.
   *
   * @param directory what shall be guarded, for people
   */
  static void check(Path directory) {
    if (!self().equals(Integer.toString(ProcessControl.pid()))) {
      throw new FilterPortException(
          "guarding " + directory + ", while /proc is of another pid namespace",
          NtStatus.NOT_SUPPORTED,
          "Whoever opens a file would be taken for another process. Mount the /proc of this pid"
              + " namespace, as unshare --mount-proc does");
    }
  }

  private static String self() {
    try {
      return Files.readSymbolicLink(SELF).toString();
    } catch (IOException e) {
      return "none";
    }
  }
}
