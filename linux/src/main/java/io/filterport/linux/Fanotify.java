package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Asks this process when files are opened; needs CAP_SYS_ADMIN in the first user namespace. A
 * permission event that is read and not answered hangs its opener, without limit.
 */
public final class Fanotify {
  /* init */
  public static final int CLOEXEC = 1;
  public static final int NONBLOCK = 2;
  public static final int CLASS_NOTIF = 0;
  public static final int CLASS_CONTENT = 4;
  public static final int CLASS_PRE_CONTENT = 8;

  /** Without it, what does not fit into the queue is allowed unseen. */
  public static final int UNLIMITED_QUEUE = 0x10;

  public static final int UNLIMITED_MARKS = 0x20;

  /** Each event carries a descriptor of its process. Linux 5.15. */
  public static final int REPORT_PIDFD = 0x80;

  /** Events without a descriptor, see {@link FanotifyEvents#entry}. Not for permission events. */
  public static final int REPORT_FID = 0x200;

  public static final int REPORT_DIR_FID = 0x400;
  public static final int REPORT_NAME = 0x800;

  /** With the three above: the object itself, too. Linux 5.17. */
  public static final int REPORT_TARGET_FID = 0x1000;

  /**
   * An event whose file cannot be opened comes with an error in place of the descriptor; without it
   * there is no event, and reading may fail. Linux 6.13.
   */
  public static final int REPORT_FD_ERROR = 0x2000;

  /* mark */
  public static final int MARK_ADD = 1;
  public static final int MARK_REMOVE = 2;
  public static final int MARK_DONT_FOLLOW = 4;
  public static final int MARK_ONLYDIR = 8;
  public static final int MARK_MOUNT = 0x10;
  public static final int MARK_IGNORED_MASK = 0x20;
  public static final int MARK_IGNORED_SURV_MODIFY = 0x40;
  public static final int MARK_FLUSH = 0x80;
  public static final int MARK_FILESYSTEM = 0x100;

  /** The kernel may forget the mark when it needs memory. Linux 5.19. */
  public static final int MARK_EVICTABLE = 0x200;

  /** Like {@link #MARK_IGNORED_MASK}, with the directory bits of the mask respected. Linux 6.0. */
  public static final int MARK_IGNORE = 0x400;

  /* events */
  public static final long MODIFY = 2;
  public static final long CLOSE_WRITE = 8;
  public static final long OPEN = 0x20;
  public static final long CREATE = 0x100;
  public static final long DELETE = 0x200;
  public static final long Q_OVERFLOW = 0x4000;
  public static final long OPEN_PERM = 0x10000;
  public static final long ACCESS_PERM = 0x20000;
  public static final long OPEN_EXEC_PERM = 0x40000;

  /**
   * Content is about to be read, mapped, written or cut off; see {@link FanotifyEvents#hasRange}.
   * For {@link #CLASS_PRE_CONTENT}, on file systems that can. Linux 6.14.
   */
  public static final long PRE_ACCESS = 0x100000;

  public static final long EVENT_ON_CHILD = 0x8000000;

  /** Both names in one event. Linux 5.17. */
  public static final long RENAME = 0x10000000;

  public static final long ONDIR = 0x40000000;

  /** The events that must be answered. */
  public static final long PERMISSION = OPEN_PERM | ACCESS_PERM | OPEN_EXEC_PERM | PRE_ACCESS;

  /* answers */
  public static final int ALLOW = 1;
  public static final int DENY = 2;

  /** The descriptor of an event that has none: {@link #Q_OVERFLOW}. */
  public static final int NOFD = -1;

  private static final int AT_FDCWD = -100;

  private static final long FIONREAD = 0x541B;

  /** What it counts for each event, whatever that carries. */
  private static final int EVENT_BYTES = 24;

  /* struct fanotify_response */
  private static final int RESPONSE_FD = 0;
  private static final int RESPONSE = 4;
  private static final int RESPONSE_SIZE = 8;

  private static final MethodHandle INIT = Native.function("fanotify_init", Native.ints(2));
  private static final MethodHandle MARK =
      Native.function(
          "fanotify_mark",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS));

  private Fanotify() {}

  /**
   * {@return a new group's descriptor, or -errno} The files of its events are opened for reading
   * only, close-on-exec, and without waiting: the kernel opens them while they are read, and would
   * wait there for whoever holds a write lease on one.
   *
   * @param flags class and options
   */
  public static int init(int flags) {
    int files = Fds.O_RDONLY | Fds.O_CLOEXEC | Fds.O_NONBLOCK;
    return Native.callInt(s -> (int) INIT.invokeExact(s, flags, files));
  }

  /**
   * Changes what is watched, by path.
   *
   * @param group from {@link #init}
   * @param flags one of add, remove, flush; what kind of mark; options
   * @param mask the events; 0 for {@link #MARK_FLUSH}
   * @param path the object, or any object on the mount or file system
   * @return 0 or -errno
   */
  public static int mark(int group, int flags, long mask, String path) {
    try (Arena arena = Arena.ofConfined()) {
      return mark(group, flags, mask, AT_FDCWD, Native.string(arena, path));
    }
  }

  /**
   * Changes what is watched, without a path that could change its meaning.
   *
   * @param group from {@link #init}
   * @param flags one of add, remove, flush; what kind of mark; options
   * @param mask the events; 0 for {@link #MARK_FLUSH}
   * @param fd the object, or any object on the mount or file system
   * @return 0 or -errno
   */
  public static int mark(int group, int flags, long mask, int fd) {
    return mark(group, flags, mask, fd, MemorySegment.NULL);
  }

  private static int mark(int group, int flags, long mask, int fd, MemorySegment path) {
    return Native.callInt(s -> (int) MARK.invokeExact(s, group, flags, mask, fd, path));
  }

  /**
   * {@return how many events nobody has read yet, or -errno} The kernel counts them one by one.
   *
   * @param group from {@link #init}
   */
  public static int queued(int group) {
    MemorySegment bytes = Native.scratch();
    int result = Ioctl.call(group, FIONREAD, bytes);
    return result < 0 ? result : bytes.get(JAVA_INT, 0) / EVENT_BYTES;
  }

  /**
   * Answers a permission event. The event's descriptor names it and is still to be closed.
   *
   * @param group from {@link #init}
   * @param fd the descriptor of the event
   * @param response {@link #ALLOW} or {@link #DENY}
   * @return 0; -ENOENT if no such event waits for an answer; -errno. After -EINVAL the event is
   *     still pending
   */
  public static int respond(int group, int fd, int response) {
    MemorySegment answer = Native.scratch().asSlice(0, RESPONSE_SIZE);
    answer.set(JAVA_INT, RESPONSE_FD, fd);
    answer.set(JAVA_INT, RESPONSE, response);
    return (int) Math.min(Fds.write(group, answer), 0);
  }
}
