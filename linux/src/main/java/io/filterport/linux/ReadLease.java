package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Whether anybody could be changing a file: the kernel grants a read lease only while nobody has it
 * open for writing. A shared writable mapping counts, for it keeps what it was made from open.
 *
 * <p>A lease that is {@linkplain #hold held} keeps it so: whoever opens the file for writing, or
 * truncates it, waits in the kernel until the holder gives the lease back, at most for {@code
 * /proc/sys/fs/lease-break-time} seconds; with O_NONBLOCK it fails with EWOULDBLOCK instead.
 */
public final class ReadLease {
  private static final int F_SETSIG = 10;
  private static final int F_SETOWN_EX = 15;
  private static final int F_SETLEASE = 1024;
  private static final int F_GETLEASE = 1025;
  private static final int F_RDLCK = 0;
  private static final int F_UNLCK = 2;

  /* struct f_owner_ex */
  private static final int OWNER_TYPE = 0;
  private static final int OWNER_ID = 4;
  private static final int OWNER_SIZE = 8;
  private static final int F_OWNER_TID = 0;

  private static final MethodHandle FCNTL =
      Native.variadic("fcntl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

  private ReadLease() {}

  /**
   * {@return 0 if at this moment nobody has the file open or mapped for writing; -EAGAIN if
   * somebody has; another -errno if the kernel does not tell} Does not wait.
   *
   * <p>The lease is given back at once. Whoever opens the file for writing in between waits for
   * that, or gets EWOULDBLOCK if it asked for that, and the kernel sends the holder a signal. That
   * would be SIGIO, which ends a process; SIGURG is ignored unless somebody handles it. The signal
   * belongs to the open file, so nobody who shouldn't choose one may have a duplicate meanwhile.
   *
   * @param fd a regular file, open for reading only, of this user or with CAP_LEASE
   */
  public static int probe(int fd) {
    int result = Fds.fcntl(fd, F_SETSIG, UrgentSignal.NUMBER);
    if (result == 0) {
      result = Fds.fcntl(fd, F_SETLEASE, F_RDLCK);
    }
    return result < 0 ? result : Fds.fcntl(fd, F_SETLEASE, F_UNLCK);
  }

  /**
   * {@return 0 if the lease is held from now on; else as {@link #probe}} Does not wait.
   *
   * @param fd as for {@link #probe}; only its duplicates share the lease
   * @param thread gets an {@link UrgentSignal} when somebody wants to write
   */
  public static int hold(int fd, int thread) {
    MemorySegment owner = Native.scratch().asSlice(0, OWNER_SIZE);
    owner.set(JAVA_INT, OWNER_TYPE, F_OWNER_TID);
    owner.set(JAVA_INT, OWNER_ID, thread);
    int result = Native.callInt(s -> (int) FCNTL.invokeExact(s, fd, F_SETOWN_EX, owner));
    if (result == 0) {
      result = Fds.fcntl(fd, F_SETSIG, UrgentSignal.NUMBER);
    }
    return result < 0 ? result : Fds.fcntl(fd, F_SETLEASE, F_RDLCK);
  }

  /** {@return whether the lease is held and nobody waits for its end} */
  public static boolean isHeld(int fd) {
    return Fds.fcntl(fd, F_GETLEASE, 0) == F_RDLCK;
  }

  /**
   * {@return whether nobody has the file open for writing, nor waits inside such an open, and that
   * was so since {@link #hold}}
   */
  public static boolean isUnbroken(int fd) {
    return isHeld(fd) && Fds.fcntl(fd, F_SETLEASE, F_RDLCK) == 0;
  }

  /**
   * Gives a lease back. Whoever waits for that goes on.
   *
   * @return 0 or -errno
   */
  public static int release(int fd) {
    return Fds.fcntl(fd, F_SETLEASE, F_UNLCK);
  }
}
