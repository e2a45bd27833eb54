package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A descriptor that stands for one process and never for another one that gets its number. It can
 * be watched for {@link Epoll#IN}: the process has ended.
 */
public final class PidFd {
  public static final int SIGKILL = 9;
  public static final int SIGTERM = 15;
  public static final int SIGCONT = 18;
  public static final int SIGSTOP = 19;

  private static final MethodHandle OPEN =
      Native.variadic(
          "syscall", 1, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));
  private static final MethodHandle SEND_SIGNAL =
      Native.variadic(
          "syscall",
          1,
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  /** _IOWR(0xFF, 11, struct pidfd_info), in the size of its first version. */
  private static final long GET_INFO = 0xC040_FF0BL;

  private static final long INFO_BYTES = 64;
  private static final long INFO_MASK = 0;
  private static final long INFO_EFFECTIVE_UID = 36;

  /** PIDFD_INFO_CREDS: asked for, and told. */
  private static final long CREDENTIALS = 2;

  private PidFd() {}

  /**
   * {@return a descriptor of the process, close-on-exec; -ESRCH if there is none; -ENOSYS before
   * Linux 5.3; -errno}
   *
   * @param pid the process
   */
  public static int open(int pid) {
    return (int) Native.callLong(s -> (long) OPEN.invokeExact(s, Arch.SYS_PIDFD_OPEN, pid, 0));
  }

  /**
   * {@return whether the process lives} A zombie does not, and neither does what a bad descriptor
   * stands for.
   *
   * @param pidfd the process
   */
  public static boolean isAlive(int pidfd) {
    int result;
    do {
      result = Poll.await(pidfd, Poll.IN, 0);
    } while (result == -Errno.EINTR);
    return result == 0;
  }

  /**
   * {@return the effective user of the process, or {@link ProcessStatus#UNKNOWN}} if it has ended,
   * lives in another pid namespace, or the kernel is older than 6.13. One system call, where {@link
   * ProcessStatus} reads a page of text.
   *
   * @param pidfd the process
   */
  public static long effectiveUid(int pidfd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(INFO_BYTES, Long.BYTES);
      info.set(JAVA_LONG, INFO_MASK, CREDENTIALS);
      int result = Ioctl.call(pidfd, GET_INFO, info);
      boolean told = result == 0 && (info.get(JAVA_LONG, INFO_MASK) & CREDENTIALS) != 0;
      return told
          ? Integer.toUnsignedLong(info.get(JAVA_INT, INFO_EFFECTIVE_UID))
          : ProcessStatus.UNKNOWN;
    }
  }

  /**
   * Sends a signal.
   *
   * @param pidfd the process
   * @param signal its number; 0 only checks
   * @return 0; -ESRCH if the process has been waited for; -EPERM; -errno
   */
  public static int sendSignal(int pidfd, int signal) {
    MemorySegment noInfo = MemorySegment.NULL;
    return (int)
        Native.callLong(
            s ->
                (long)
                    SEND_SIGNAL.invokeExact(
                        s, Arch.SYS_PIDFD_SEND_SIGNAL, pidfd, signal, noInfo, 0));
  }
}
