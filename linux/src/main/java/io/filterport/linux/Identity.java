package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * User and groups of this process. Changes go through the C library, which makes them in every
 * thread of the process; the system call alone would change one thread.
 *
 * <p>Order for giving up privileges: groups, then the group, then the user. The kernel then counts
 * the process as not dumpable, so that others of its new user cannot look into it ({@link
 * ProcessControl#setDumpable}), and forgets {@link ProcessControl#setParentDeathSignal}.
 */
public final class Identity {
  /** As an argument: leave this one as it is. */
  public static final long UNCHANGED = 0xffffffffL;

  private static final MethodHandle GETUID = Native.function("getuid", Native.ints(0));
  private static final MethodHandle GETEUID = Native.function("geteuid", Native.ints(0));
  private static final MethodHandle GETGID = Native.function("getgid", Native.ints(0));
  private static final MethodHandle SETRESUID = Native.function("setresuid", Native.ints(3));
  private static final MethodHandle SETRESGID = Native.function("setresgid", Native.ints(3));
  private static final MethodHandle SETGROUPS =
      Native.function("setgroups", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS));

  private Identity() {}

  /** {@return the real user} */
  public static long uid() {
    return get(GETUID);
  }

  /** {@return the effective user} */
  public static long effectiveUid() {
    return get(GETEUID);
  }

  /** {@return the real group} */
  public static long gid() {
    return get(GETGID);
  }

  private static long get(MethodHandle function) {
    return Native.unsigned(Native.plainInt(s -> (int) function.invokeExact(s)));
  }

  /**
   * Replaces the supplementary groups; needs CAP_SETGID.
   *
   * @param gids the groups, none for none
   * @return 0 or -errno
   */
  public static int setGroups(long... gids) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment list = arena.allocate(JAVA_INT, gids.length);
      for (int i = 0; i < gids.length; i++) {
        list.setAtIndex(JAVA_INT, i, (int) gids[i]);
      }
      long count = gids.length;
      return Native.callInt(s -> (int) SETGROUPS.invokeExact(s, count, list));
    }
  }

  /**
   * Sets the group; needs CAP_SETGID for a new one.
   *
   * @param real the real group or {@link #UNCHANGED}
   * @param effective the effective group or {@link #UNCHANGED}
   * @param saved the saved group or {@link #UNCHANGED}
   * @return 0 or -errno
   */
  public static int setGid(long real, long effective, long saved) {
    return set(SETRESGID, (int) real, (int) effective, (int) saved);
  }

  /**
   * Sets the user; needs CAP_SETUID for a new one.
   *
   * @param real the real user or {@link #UNCHANGED}
   * @param effective the effective user or {@link #UNCHANGED}
   * @param saved the saved user or {@link #UNCHANGED}
   * @return 0 or -errno; after an error nothing may be taken for granted but the old privileges
   */
  public static int setUid(long real, long effective, long saved) {
    return set(SETRESUID, (int) real, (int) effective, (int) saved);
  }

  private static int set(MethodHandle function, int real, int effective, int saved) {
    return Native.callInt(s -> (int) function.invokeExact(s, real, effective, saved));
  }
}
