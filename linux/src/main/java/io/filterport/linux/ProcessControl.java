package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** This process itself: its numbers, and what the kernel does with it when things go wrong. */
public final class ProcessControl {
  private static final int PR_SET_PDEATHSIG = 1;
  private static final int PR_SET_DUMPABLE = 4;

  private static final MethodHandle GETPID = Native.function("getpid", Native.ints(0));
  private static final MethodHandle GETTID = Native.function("gettid", Native.ints(0));
  private static final MethodHandle SETSID = Native.function("setsid", Native.ints(0));
  private static final MethodHandle PRCTL =
      Native.variadic("prctl", 1, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));

  private static final MethodHandle SIGACTION =
      Native.function("sigaction", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

  /** More than a struct sigaction of any C library has. */
  private static final int ACTION_SIZE = 512;

  private ProcessControl() {}

  /** {@return the process's number in its pid namespace} */
  public static int pid() {
    return Native.callInt(s -> (int) GETPID.invokeExact(s));
  }

  /** {@return the calling thread's number} */
  public static int threadId() {
    return Native.callInt(s -> (int) GETTID.invokeExact(s));
  }

  /**
   * Leaves the session and the process group: a signal that a terminal sends to all in them, such
   * as Ctrl-C, does not come here any more.
   *
   * @return the new session; -EPERM if this process leads a process group; -errno
   */
  public static int newSession() {
    return Native.callInt(s -> (int) SETSID.invokeExact(s));
  }

  /**
   * Asks for a signal when the parent ends. The parent is the <em>thread</em> that started this
   * process: one of a pool that ends early takes this process with it. A change of user clears it.
   * Check afterwards that the parent still is who it was.
   *
   * @param signal its number, 0 for none
   * @return 0 or -errno
   */
  public static int setParentDeathSignal(int signal) {
    return prctl(PR_SET_PDEATHSIG, signal);
  }

  /**
   * Sets whether processes of the same user may look into this one (memory, descriptors) and it may
   * leave a core dump.
   *
   * @param on whether they may; a change of user turns it off
   * @return 0 or -errno
   */
  public static int setDumpable(boolean on) {
    return prctl(PR_SET_DUMPABLE, on ? 1 : 0);
  }

  /**
   * Has a signal do what another one does, with no moment in between in which it does anything
   * else.
   *
   * @param signal its number
   * @param other the number of the other one
   * @return 0 or -errno
   */
  public static int actAlike(int signal, int other) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(ACTION_SIZE, Long.BYTES);
      int read = act(other, MemorySegment.NULL, action);
      return read < 0 ? read : act(signal, action, MemorySegment.NULL);
    }
  }

  private static int act(int signal, MemorySegment now, MemorySegment before) {
    return Native.callInt(s -> (int) SIGACTION.invokeExact(s, signal, now, before));
  }

  private static int prctl(int option, long argument) {
    return Native.callInt(s -> (int) PRCTL.invokeExact(s, option, argument));
  }
}
