package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Sleeping on an int of memory that processes share. For platform threads: a virtual thread would
 * keep its carrier.
 */
public final class Futex {
  private static final int FUTEX_WAIT = 0;
  private static final int FUTEX_WAKE = 1;

  /* struct timespec */
  private static final int SECONDS = 0;
  private static final int NANOS = 8;
  private static final int TIMESPEC_SIZE = 16;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final MethodHandle FUTEX =
      Native.variadic(
          "syscall",
          1,
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));

  private Futex() {}

  /**
   * Sleeps while the int has the expected value. May return early without a reason: look at the
   * word again. The thread's interrupt ends it, also one that came before; the status stays set.
   * The memory cannot be unmapped meanwhile.
   *
   * @param segment native memory; read-only is enough
   * @param offset where the int is; aligned to 4
   * @param expected the value to sleep on
   * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
   * @return 0 if woken; -EAGAIN if the int had another value; -ETIMEDOUT; -EINTR if the thread is
   *     interrupted (perhaps woken too) or a signal came; -errno
   */
  public static int await(MemorySegment segment, long offset, int expected, long nanos) {
    MemorySegment word = segment.asSlice(offset, Integer.BYTES);
    MemorySegment timeout = nanos == Long.MAX_VALUE ? MemorySegment.NULL : timespec(nanos);
    InterruptibleWait wait = InterruptibleWait.ofThisThread();
    if (!wait.enter(word.address())) {
      return -Errno.EINTR;
    }
    try {
      return wait.outcome(futex(word, FUTEX_WAIT, expected, timeout));
    } finally {
      wait.leave();
    }
  }

  /**
   * Wakes threads of any process that sleep on an int.
   *
   * @param segment native memory; read-only is enough
   * @param offset where the int is
   * @param count how many at most
   * @return how many were woken, or -errno
   */
  public static int wake(MemorySegment segment, long offset, int count) {
    MemorySegment word = segment.asSlice(offset, Integer.BYTES);
    return futex(word, FUTEX_WAKE, count, MemorySegment.NULL);
  }

  /**
   * Wakes all sleepers at an address. Harmless wherever it points: they have to look at their word
   * again, and a place that is not mapped is -EFAULT.
   */
  static int wakeAll(long address) {
    MemorySegment word = MemorySegment.ofAddress(address);
    return futex(word, FUTEX_WAKE, Integer.MAX_VALUE, MemorySegment.NULL);
  }

  /**
   * Written out, not through {@link Native#callInt}: nothing is allocated even before it is hot.
   */
  private static int futex(MemorySegment word, int operation, int value, MemorySegment timeout) {
    MemorySegment state = Native.state();
    try {
      long result =
          (long)
              FUTEX.invokeExact(
                  state, Arch.SYS_FUTEX, word, operation, value, timeout, MemorySegment.NULL, 0);
      return (int) Native.orErrno(result, state);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  private static MemorySegment timespec(long nanos) {
    long wanted = Math.max(nanos, 0);
    MemorySegment timespec = Native.scratch().asSlice(0, TIMESPEC_SIZE);
    timespec.set(JAVA_LONG, SECONDS, wanted / NANOS_PER_SECOND);
    timespec.set(JAVA_LONG, NANOS, wanted % NANOS_PER_SECOND);
    return timespec;
  }
}
