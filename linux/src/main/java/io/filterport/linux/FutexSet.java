package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.List;

/**
 * Sleeping on several ints of shared memory at once. For platform threads. Linux 5.16; a container
 * may forbid it.
 */
public final class FutexSet {
  /** Most ints of one sleep: the kernel's FUTEX_WAITV_MAX. */
  public static final int MOST = 128;

  /* struct futex_waitv */
  private static final int VALUE = 0;
  private static final int ADDRESS_OF_INT = 8;
  private static final int FLAGS = 16;
  private static final int WAITV_SIZE = 24;
  private static final int FUTEX_32 = 2;

  /* struct timespec */
  private static final int NANOS = 8;
  private static final int TIMESPEC_SIZE = 16;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int CLOCK_MONOTONIC = 1;

  private static final MethodHandle FUTEX_WAITV =
      Native.variadic(
          "syscall",
          1,
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  private static final MethodHandle CLOCK_GETTIME =
      Native.function("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

  private FutexSet() {}

  /**
   * An int to sleep on.
   *
   * @param segment native memory; read-only is enough
   * @param offset where the int is; aligned to 4
   * @param expected the value to sleep on
   */
  public record Word(MemorySegment segment, long offset, int expected) {
    private MemorySegment address() {
      return segment.asSlice(offset, Integer.BYTES);
    }
  }

  /** {@return whether this kernel lets this process do it} */
  public static boolean isAvailable() {
    return Support.AVAILABLE;
  }

  /** Asked once: a sleep on nothing is invalid where sleeps are possible. */
  private static final class Support {
    static final boolean AVAILABLE =
        waitv(MemorySegment.NULL, 0, MemorySegment.NULL) == -Errno.EINVAL;
  }

  /**
   * Sleeps while every int has its expected value. May return early without a reason: look at the
   * words again. The thread's interrupt ends it, as it does {@link Futex#await}.
   *
   * @param words 1…{@link #MOST}; their memory must not be unmapped meanwhile
   * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
   * @return the place in the list of one that was woken; -EAGAIN if an int had another value;
   *     -ETIMEDOUT; -EINTR if the thread is interrupted or a signal came; -errno
   */
  public static int await(List<Word> words, long nanos) {
    List<MemorySegment> ints = words.stream().map(Word::address).toList();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment waiters = arena.allocate((long) WAITV_SIZE * words.size(), 8);
      for (int i = 0; i < words.size(); i++) {
        MemorySegment waiter = waiters.asSlice((long) WAITV_SIZE * i, WAITV_SIZE);
        waiter.set(JAVA_LONG, VALUE, Native.unsigned(words.get(i).expected()));
        waiter.set(JAVA_LONG, ADDRESS_OF_INT, ints.get(i).address());
        waiter.set(JAVA_INT, FLAGS, FUTEX_32);
      }
      return sleep(ints, waiters, end(arena, nanos));
    }
  }

  private static int sleep(List<MemorySegment> ints, MemorySegment waiters, MemorySegment end) {
    InterruptibleWait wait = InterruptibleWait.ofThisThread();
    if (!wait.enter(ints.getFirst().address())) {
      return -Errno.EINTR;
    }
    try {
      return wait.outcome(waitv(waiters, ints.size(), end));
    } finally {
      wait.leave();
      Reference.reachabilityFence(ints);
    }
  }

  private static int waitv(MemorySegment waiters, int count, MemorySegment end) {
    return (int)
        Native.callLong(
            state ->
                (long)
                    FUTEX_WAITV.invokeExact(
                        state, Arch.SYS_FUTEX_WAITV, waiters, count, 0, end, CLOCK_MONOTONIC));
  }

  /** {@return when the time is up, for the kernel; null for never} */
  private static MemorySegment end(Arena arena, long nanos) {
    if (nanos == Long.MAX_VALUE) {
      return MemorySegment.NULL;
    }
    MemorySegment time = arena.allocate(TIMESPEC_SIZE, 8);
    int result =
        Native.callInt(state -> (int) CLOCK_GETTIME.invokeExact(state, CLOCK_MONOTONIC, time));
    if (result < 0) {
      throw new IllegalStateException("clock_gettime: " + Errno.name(-result));
    }
    long wanted = Math.max(nanos, 0);
    long fraction = time.get(JAVA_LONG, NANOS) + wanted % NANOS_PER_SECOND;
    long seconds = time.get(JAVA_LONG, 0) + wanted / NANOS_PER_SECOND;
    time.set(JAVA_LONG, 0, seconds + fraction / NANOS_PER_SECOND);
    time.set(JAVA_LONG, NANOS, fraction % NANOS_PER_SECOND);
    return time;
  }
}
