package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;

/**
 * SIGURG, sent to one thread and waited for by it: never lost, and several that come before the
 * wait are one. A process that does not expect it ignores it.
 */
public final class UrgentSignal {
  static final int NUMBER = 23;

  private static final int SIG_BLOCK = 0;

  /* sigset_t of the C library */
  private static final int SET_SIZE = 128;

  /* struct timespec */
  private static final int SECONDS = 0;
  private static final int NANOS = 8;
  private static final int TIME_SIZE = 16;

  private static final MethodHandle SIGMASK =
      Native.function(
          "pthread_sigmask", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle WAIT =
      Native.function("sigtimedwait", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle TGKILL = Native.function("tgkill", Native.ints(3));

  private UrgentSignal() {}

  /** Lets the calling platform thread wait for the signal from now on. */
  public static void expect() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = set(arena);
      int failure =
          Native.plainInt(s -> (int) SIGMASK.invokeExact(s, SIG_BLOCK, set, MemorySegment.NULL));
      if (failure != 0) {
        throw new IllegalStateException("pthread_sigmask: " + Errno.message(-failure));
      }
    }
  }

  /**
   * Waits on a thread that {@linkplain #expect() expects} the signal.
   *
   * @param nanos the longest wait, at least 0
   * @return whether the signal came; false may also be an early end of the wait
   */
  public static boolean await(long nanos) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = set(arena);
      MemorySegment time = arena.allocate(TIME_SIZE, Long.BYTES);
      time.set(JAVA_LONG, SECONDS, TimeUnit.NANOSECONDS.toSeconds(nanos));
      time.set(JAVA_LONG, NANOS, nanos % TimeUnit.SECONDS.toNanos(1));
      return Native.callInt(s -> (int) WAIT.invokeExact(s, set, MemorySegment.NULL, time)) >= 0;
    }
  }

  /**
   * Sends the signal.
   *
   * @param thread of this process
   * @return 0 or -errno
   */
  public static int send(int thread) {
    int process = ProcessControl.pid();
    return Native.callInt(s -> (int) TGKILL.invokeExact(s, process, thread, NUMBER));
  }

  private static MemorySegment set(Arena arena) {
    MemorySegment set = arena.allocate(SET_SIZE, Long.BYTES);
    set.set(JAVA_LONG, 0, 1L << (NUMBER - 1));
    return set;
  }
}
