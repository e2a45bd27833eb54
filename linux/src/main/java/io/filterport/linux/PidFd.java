package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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
