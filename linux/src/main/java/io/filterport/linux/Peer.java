package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;

/**
 * The kernel's word on who is at the other end of a Unix socket: who it was when it connected (or
 * listened).
 */
public final class Peer {
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERCRED = 17;
  private static final int SO_PEERGROUPS = 59;
  private static final int SO_PEERPIDFD = 77;

  /* struct ucred, and after it the length that getsockopt reads and writes */
  private static final int PID = 0;
  private static final int UID = 4;
  private static final int GID = 8;
  private static final int UCRED_SIZE = 12;
  private static final int LENGTH = UCRED_SIZE;

  /** What Linux allows a process, NGROUPS_MAX. */
  private static final int MAX_GROUPS = 65536;

  private static final MethodHandle GETSOCKOPT =
      Native.function(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

  private Peer() {}

  /**
   * Who the peer is.
   *
   * @param result 0, or -errno; then the other numbers are 0
   * @param pid the process in this pid namespace, 0 if it is not in it
   * @param uid the effective user
   * @param gid the effective group
   */
  public record Credentials(int result, int pid, long uid, long gid) {}

  /**
   * The peer's supplementary groups.
   *
   * @param result 0 or -errno
   * @param gids the groups
   */
  public record Groups(int result, List<Long> gids) {
    /** Copies the groups. */
    public Groups {
      gids = List.copyOf(gids);
    }
  }

  /**
   * {@return process, user and group of the peer}
   *
   * @param socket a connected socket
   */
  public static Credentials credentials(int socket) {
    MemorySegment value = Native.scratch();
    int result = option(socket, SO_PEERCRED, value, UCRED_SIZE, value.asSlice(LENGTH));
    if (result < 0) {
      return new Credentials(result, 0, 0, 0);
    }
    long uid = Native.unsigned(value.get(JAVA_INT, UID));
    long gid = Native.unsigned(value.get(JAVA_INT, GID));
    return new Credentials(0, value.get(JAVA_INT, PID), uid, gid);
  }

  /**
   * {@return the supplementary groups of the peer} Linux 4.13.
   *
   * @param socket a connected socket
   */
  public static Groups groups(int socket) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocate(JAVA_INT);
      MemorySegment value = arena.allocate(JAVA_INT, MAX_GROUPS);
      int size = (int) value.byteSize();
      int result = option(socket, SO_PEERGROUPS, value, size, length);
      return result < 0
          ? new Groups(result, List.of())
          : new Groups(0, gids(value.asSlice(0, length.get(JAVA_INT, 0))));
    }
  }

  private static List<Long> gids(MemorySegment value) {
    return Arrays.stream(value.toArray(JAVA_INT)).mapToObj(Native::unsigned).toList();
  }

  /**
   * {@return a descriptor of the peer's process, close-on-exec; -ENOPROTOOPT before Linux 6.5;
   * -ESRCH, -ENODATA or, up to Linux 6.14, -EINVAL if the process is gone; -errno}
   *
   * @param socket a connected socket
   */
  public static int pidfd(int socket) {
    MemorySegment value = Native.scratch();
    int result = option(socket, SO_PEERPIDFD, value, Integer.BYTES, value.asSlice(LENGTH));
    return result < 0 ? result : value.get(JAVA_INT, 0);
  }

  private static int option(
      int socket, int option, MemorySegment value, int size, MemorySegment length) {
    length.set(JAVA_INT, 0, size);
    return Native.callInt(
        s -> (int) GETSOCKOPT.invokeExact(s, socket, SOL_SOCKET, option, value, length));
  }
}
