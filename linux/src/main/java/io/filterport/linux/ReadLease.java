package io.filterport.linux;

/**
 * Whether anybody could be changing a file: the kernel grants a read lease only while nobody has it
 * open for writing. A shared writable mapping counts, for it keeps what it was made from open.
 */
public final class ReadLease {
  private static final int F_SETSIG = 10;
  private static final int F_SETLEASE = 1024;
  private static final int F_RDLCK = 0;
  private static final int F_UNLCK = 2;

  private static final int SIGURG = 23;

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
    int result = Fds.fcntl(fd, F_SETSIG, SIGURG);
    if (result == 0) {
      result = Fds.fcntl(fd, F_SETLEASE, F_RDLCK);
    }
    return result < 0 ? result : Fds.fcntl(fd, F_SETLEASE, F_UNLCK);
  }
}
