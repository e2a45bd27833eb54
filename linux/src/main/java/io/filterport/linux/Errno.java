package io.filterport.linux;

/**
 * Error numbers. Calls return them negated; {@link #name} and {@link #message} take either sign.
 */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int EBADF = 9;
  public static final int EAGAIN = 11;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EFAULT = 14;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int ENODEV = 19;
  public static final int ENOTDIR = 20;
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int EFBIG = 27;
  public static final int EPIPE = 32;
  public static final int ERANGE = 34;
  public static final int ENAMETOOLONG = 36;
  public static final int ENOSYS = 38;
  public static final int ENODATA = 61;
  public static final int EMSGSIZE = 90;
  public static final int ENOPROTOOPT = 92;
  public static final int EOPNOTSUPP = 95;
  public static final int EADDRINUSE = 98;
  public static final int ECONNRESET = 104;
  public static final int ENOTCONN = 107;
  public static final int ETOOMANYREFS = 109;
  public static final int ETIMEDOUT = 110;
  public static final int ECONNREFUSED = 111;
  public static final int ESTALE = 116;

  private Errno() {}

  /**
   * {@return the name, for example {@code ENOENT}}
   *
   * @param error an error number or a call's {@code -errno}
   */
  public static String name(int error) {
    return ErrnoTable.row(Math.abs(error)).name();
  }

  /**
   * {@return the system's text, for example {@code No such file or directory}}
   *
   * @param error an error number or a call's {@code -errno}
   */
  public static String message(int error) {
    return ErrnoTable.row(Math.abs(error)).message();
  }
}
