package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Waiting for one descriptor. */
public final class Poll {
  public static final int IN = 1;
  public static final int OUT = 4;
  public static final int ERR = 8;
  public static final int HUP = 0x10;

  /** The descriptor is not open. */
  public static final int NVAL = 0x20;

  public static final int RDHUP = 0x2000;

  /* struct pollfd */
  private static final int FD = 0;
  private static final int EVENTS = 4;
  private static final int REVENTS = 6;

  private static final MethodHandle POLL =
      Native.function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  private Poll() {}

  /**
   * {@return what happened, 0 after the timeout, or -errno} {@link #ERR}, {@link #HUP} and {@link
   * #NVAL} are always waited for. An interrupt of the thread does not end the wait.
   *
   * @param fd the descriptor
   * @param events what to wait for
   * @param timeoutMillis how long at most; 0 looks only, -1 waits for ever
   */
  public static int await(int fd, int events, int timeoutMillis) {
    MemorySegment one = Native.scratch();
    one.set(JAVA_INT, FD, fd);
    one.set(JAVA_SHORT, EVENTS, (short) events);
    int result = Native.callInt(s -> (int) POLL.invokeExact(s, one, 1L, timeoutMillis));
    return result <= 0 ? result : Short.toUnsignedInt(one.get(JAVA_SHORT, REVENTS));
  }
}
