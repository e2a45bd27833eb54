package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Mounts and mount namespaces; needs CAP_SYS_ADMIN. */
public final class Mounts {
  /** For {@link #unshare}: mounts of its own. */
  public static final int CLONE_NEWNS = 0x20000;

  public static final long MS_RDONLY = 1;
  public static final long MS_NOSUID = 2;
  public static final long MS_NODEV = 4;
  public static final long MS_NOEXEC = 8;
  public static final long MS_BIND = 0x1000;
  public static final long MS_REC = 0x4000;

  /** Mounts made here appear nowhere else, and those made elsewhere not here. */
  public static final long MS_PRIVATE = 0x40000;

  /** For {@link #unmount}: gone from the tree at once, freed when nobody uses it any more. */
  public static final int MNT_DETACH = 2;

  private static final MethodHandle UNSHARE = Native.function("unshare", Native.ints(1));
  private static final MethodHandle MOUNT =
      Native.function(
          "mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  private static final MethodHandle UMOUNT2 =
      Native.function("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

  private Mounts() {}

  /**
   * Gives the calling <em>thread</em> namespaces of its own. Threads and processes that it starts
   * later are born in them; the other threads of the process stay outside.
   *
   * @param flags {@link #CLONE_NEWNS}
   * @return 0 or -errno
   */
  public static int unshare(int flags) {
    return Native.callInt(s -> (int) UNSHARE.invokeExact(s, flags));
  }

  /**
   * Mounts, or changes a mount.
   *
   * @param source a device, a directory to bind, or any word
   * @param target an existing directory
   * @param type the file system, for example {@code tmpfs}
   * @param flags the {@code MS_} constants
   * @param options of the file system; may be empty
   * @return 0 or -errno
   */
  public static int mount(String source, String target, String type, long flags, String options) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = Native.string(arena, source);
      MemorySegment to = Native.string(arena, target);
      MemorySegment kind = Native.string(arena, type);
      MemorySegment more = Native.string(arena, options);
      return Native.callInt(s -> (int) MOUNT.invokeExact(s, from, to, kind, flags, more));
    }
  }

  /**
   * Unmounts.
   *
   * @param target where it is mounted
   * @param flags {@link #MNT_DETACH} or 0
   * @return 0, -EBUSY, or -errno
   */
  public static int unmount(String target, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = Native.string(arena, target);
      return Native.callInt(s -> (int) UMOUNT2.invokeExact(s, path, flags));
    }
  }
}
