package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * How many descriptors this process may have open (RLIMIT_NOFILE).
 *
 * @param result 0, or -errno; then the other numbers are 0
 * @param soft the limit that counts; -1 for none
 * @param hard how far {@link #set} may raise it without privilege; -1 for none
 */
public record DescriptorLimit(int result, long soft, long hard) {
  private static final int RLIMIT_NOFILE = 7;

  /* struct rlimit */
  private static final int SOFT = 0;
  private static final int HARD = 8;

  private static final FunctionDescriptor LIMIT =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle GETRLIMIT = Native.function("getrlimit", LIMIT);
  private static final MethodHandle SETRLIMIT = Native.function("setrlimit", LIMIT);

  /** {@return the limit in force} */
  public static DescriptorLimit get() {
    MemorySegment limit = Native.scratch();
    int result = Native.callInt(s -> (int) GETRLIMIT.invokeExact(s, RLIMIT_NOFILE, limit));
    return result < 0
        ? new DescriptorLimit(result, 0, 0)
        : new DescriptorLimit(0, limit.get(JAVA_LONG, SOFT), limit.get(JAVA_LONG, HARD));
  }

  /**
   * Sets the limit.
   *
   * @param soft the limit that counts, at most {@code hard}
   * @param hard the most that may be set later
   * @return 0, -EPERM for a higher hard limit, or -errno
   */
  public static int set(long soft, long hard) {
    MemorySegment limit = Native.scratch();
    limit.set(JAVA_LONG, SOFT, soft);
    limit.set(JAVA_LONG, HARD, hard);
    return Native.callInt(s -> (int) SETRLIMIT.invokeExact(s, RLIMIT_NOFILE, limit));
  }
}
