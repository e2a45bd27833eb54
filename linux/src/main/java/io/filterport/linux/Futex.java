package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/**
 * Sleeping on an int of memory that processes share. For platform threads: a virtual thread would
 * keep its carrier.
 */
public final class Futex {
  private static final int FUTEX_WAIT = 0;
  private static final int FUTEX_WAKE = 1;
  private static final long FOR_EVER = 0;

  /* struct timespec */
  private static final int SECONDS = 0;
  private static final int NANOS = 8;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final MethodHandle FUTEX =
      Native.variadic(
          "syscall",
          1,
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT));

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
    long word = word(segment, offset);
    long timeout = nanos == Long.MAX_VALUE ? FOR_EVER : timespec(nanos);
    InterruptibleWait wait = InterruptibleWait.ofThisThread();
    if (!wait.enter(word)) {
      return -Errno.EINTR;
    }
    try {
      return wait.outcome(futex(word, FUTEX_WAIT, expected, timeout, segment));
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
    return futex(word(segment, offset), FUTEX_WAKE, count, FOR_EVER, segment);
  }

  /**
   * Wakes all sleepers at an address. Harmless wherever it points: they have to look at their word
   * again, and a place that is not mapped is -EFAULT.
   */
  static int wakeAll(long address) {
    return futex(address, FUTEX_WAKE, Integer.MAX_VALUE, FOR_EVER, MemorySegment.NULL);
  }

  /**
   * Not a slice: before it is hot, and that takes long where threads seldom sleep, it is garbage.
   */
  private static long word(MemorySegment segment, long offset) {
    return segment.address()
        + Objects.checkFromIndexSize(offset, Integer.BYTES, segment.byteSize());
  }

  /**
   * Written out, not through {@link Native#callInt}: nothing is allocated even before it is hot.
   *
   * @param mapped what must not be unmapped meanwhile; takes the place of a second word, which
   *     neither operation looks at
   */
  private static int futex(
      long word, int operation, int value, long timeout, MemorySegment mapped) {
    MemorySegment state = Native.state();
    try {
      long result =
          (long)
              FUTEX.invokeExact(state, Arch.SYS_FUTEX, word, operation, value, timeout, mapped, 0);
      return (int) Native.orErrno(result, state);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** {@return where it is: in the state segment, which the call keeps} */
  private static long timespec(long nanos) {
    long wanted = Math.max(nanos, 0);
    MemorySegment state = Native.state();
    state.set(JAVA_LONG, Native.SCRATCH + SECONDS, wanted / NANOS_PER_SECOND);
    state.set(JAVA_LONG, Native.SCRATCH + NANOS, wanted % NANOS_PER_SECOND);
    return state.address() + Native.SCRATCH;
  }
}
