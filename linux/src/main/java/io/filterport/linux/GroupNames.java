package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.stream.IntStream;

/** Groups by name, and of users, from wherever the C library has them. */
public final class GroupNames {
  /* struct group: name, password, gid, members */
  private static final int GID = 16;
  private static final int GROUP_SIZE = 32;

  private static final int FIRST_BUFFER = 4096;
  private static final int LAST_BUFFER = 1 << 20;

  private static final MethodHandle GETGRNAM_R =
      Native.function(
          "getgrnam_r",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));

  private static final int FIRST_GROUPS = 64;

  /** As many as a process can have. */
  private static final int LAST_GROUPS = 1 << 16;

  private static final MethodHandle GETGROUPLIST =
      Native.function(
          "getgrouplist", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));

  private GroupNames() {}

  /**
   * {@return the groups that a user has after logging in, its own among them}
   *
   * @param user the user's name; one that is unknown has its own group alone
   * @param gid the user's own group
   */
  public static long[] of(String user, long gid) {
    long[] groups = of(user, gid, FIRST_GROUPS);
    return groups.length < FIRST_GROUPS ? groups : of(user, gid, LAST_GROUPS);
  }

  /** The first that there is room for. */
  private static long[] of(String user, long gid, int room) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = Native.string(arena, user);
      MemorySegment list = arena.allocate(JAVA_INT, room);
      MemorySegment count = arena.allocateFrom(JAVA_INT, room);
      int own = (int) gid;
      int _ = Native.plainInt(s -> (int) GETGROUPLIST.invokeExact(s, text, own, list, count));
      return IntStream.range(0, Math.min(room, count.get(JAVA_INT, 0)))
          .mapToLong(i -> Native.unsigned(list.getAtIndex(JAVA_INT, i)))
          .toArray();
    }
  }

  /**
   * {@return the number of a group; -ENOENT if there is no such group; -errno}
   *
   * @param name the group's name
   */
  public static long gid(String name) {
    long result = -Errno.ERANGE;
    for (int size = FIRST_BUFFER; result == -Errno.ERANGE && size <= LAST_BUFFER; size *= 2) {
      result = gid(name, size);
    }
    return result;
  }

  private static long gid(String name, int size) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = Native.string(arena, name);
      MemorySegment group = arena.allocate(GROUP_SIZE, Long.BYTES);
      MemorySegment members = arena.allocate(size);
      MemorySegment found = arena.allocate(ADDRESS);
      int error =
          Native.plainInt(
              s -> (int) GETGRNAM_R.invokeExact(s, text, group, members, (long) size, found));
      if (error != 0) {
        return -error;
      }
      boolean none = found.get(ADDRESS, 0).address() == 0;
      return none ? -Errno.ENOENT : Native.unsigned(group.get(JAVA_INT, GID));
    }
  }
}
