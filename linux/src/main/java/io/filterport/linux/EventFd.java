package io.filterport.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** A counter that can be waited for with {@link Epoll}: how one thread wakes another there. */
public final class EventFd {
  private static final int EFD_CLOEXEC = 0x80000;
  private static final int EFD_NONBLOCK = 0x800;

  private static final MethodHandle EVENTFD = Native.function("eventfd", Native.ints(2));

  private EventFd() {}

  /** {@return a new counter of 0, close-on-exec and not blocking, or -errno} */
  public static int create() {
    return Native.callInt(s -> (int) EVENTFD.invokeExact(s, 0, EFD_CLOEXEC | EFD_NONBLOCK));
  }

  /**
   * Adds 1.
   *
   * @param fd from {@link #create}
   * @return 0, or -errno
   */
  public static int signal(int fd) {
    MemorySegment value = value();
    value.set(JAVA_LONG, 0, 1);
    return (int) Math.min(Fds.write(fd, value), 0);
  }

  /**
   * {@return the count, which becomes 0; -EAGAIN if it was 0; or -errno}
   *
   * @param fd from {@link #create}
   */
  public static long drain(int fd) {
    MemorySegment value = value();
    long result = Fds.read(fd, value);
    return result < 0 ? result : value.get(JAVA_LONG, 0);
  }

  private static MemorySegment value() {
    return Native.scratch().asSlice(0, Long.BYTES);
  }
}
