package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** One thread that waits for many descriptors; level-triggered. */
public final class Epoll {
  public static final int IN = 1;
  public static final int OUT = 4;
  public static final int ERR = 8;
  public static final int HUP = 0x10;
  public static final int RDHUP = 0x2000;

  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int CTL_ADD = 1;
  private static final int CTL_DEL = 2;
  private static final int CTL_MOD = 3;

  static final int EVENTS = 0;

  private static final MethodHandle CREATE = Native.function("epoll_create1", Native.ints(1));
  private static final MethodHandle CTL =
      Native.function(
          "epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

  private Epoll() {}

  /** {@return a new epoll descriptor, close-on-exec, or -errno} */
  public static int create() {
    return Native.callInt(s -> (int) CREATE.invokeExact(s, EPOLL_CLOEXEC));
  }

  /**
   * Watches a descriptor. {@link #ERR} and {@link #HUP} are always reported.
   *
   * @param epoll from {@link #create}
   * @param fd what to watch
   * @param events what to wait for
   * @param key comes back with its events
   * @return 0, -EEXIST if it is watched already, or -errno
   */
  public static int add(int epoll, int fd, int events, long key) {
    return control(epoll, CTL_ADD, fd, events, key);
  }

  /**
   * Changes what a descriptor is watched for.
   *
   * @param epoll from {@link #create}
   * @param fd what is watched
   * @param events what to wait for
   * @param key comes back with its events
   * @return 0, -ENOENT if it is not watched, or -errno
   */
  public static int modify(int epoll, int fd, int events, long key) {
    return control(epoll, CTL_MOD, fd, events, key);
  }

  /**
   * Watches a descriptor no more. Closing it is not enough if its open file has duplicates.
   *
   * @param epoll from {@link #create}
   * @param fd what is watched
   * @return 0, -ENOENT if it is not watched, or -errno
   */
  public static int remove(int epoll, int fd) {
    return control(epoll, CTL_DEL, fd, 0, 0);
  }

  private static int control(int epoll, int operation, int fd, int events, long key) {
    MemorySegment event = Native.scratch();
    event.set(JAVA_INT_UNALIGNED, EVENTS, events);
    event.set(JAVA_LONG_UNALIGNED, Arch.EPOLL_DATA, key);
    return Native.callInt(s -> (int) CTL.invokeExact(s, epoll, operation, fd, event));
  }
}
