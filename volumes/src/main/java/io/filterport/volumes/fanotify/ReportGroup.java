package io.filterport.volumes.fanotify;

import io.filterport.linux.Fanotify;
import io.filterport.linux.Fds;
import io.filterport.linux.FileHandle;
import io.filterport.volume.FileOperation.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A group of events that nobody waits for: what happened, with the names. Beside the group that
 * asks, since that one may have no names and this one no permission events.
 *
 * @param fd the group, or -1 if nothing can be told
 * @param mask what can be told there
 */
record ReportGroup(int fd, long mask) implements AutoCloseable {
  private static final ReportGroup NONE = new ReportGroup(-1, 0);

  /** The queue has the kernel's bound: what does not fit is lost, and that is told. */
  private static final int GROUP =
      Fanotify.CLASS_NOTIF
          | Fanotify.CLOEXEC
          | Fanotify.NONBLOCK
          | Fanotify.REPORT_PIDFD
          | Fanotify.REPORT_FID
          | Fanotify.REPORT_DIR_FID
          | Fanotify.REPORT_NAME;

  private static final long NAMES = Fanotify.CREATE | Fanotify.DELETE | Fanotify.ONDIR;

  /** The best first; the second is for Linux before 5.17. */
  private static final List<Way> WAYS =
      List.of(
          new Way(
              GROUP | Fanotify.REPORT_TARGET_FID, NAMES | Fanotify.CLOSE_WRITE | Fanotify.RENAME),
          new Way(GROUP, NAMES | Fanotify.CLOSE_WRITE));

  private record Way(int flags, long mask) {}

  /**
   * {@return what this kernel can tell about this file system} Found out by trying; nothing is told
   * until {@link #mark}.
   *
   * @param directory any directory there, open
   */
  static ReportGroup open(int directory) {
    return canOpenByHandle(directory)
        ? WAYS.stream()
            .map(way -> open(way, directory))
            .filter(ReportGroup::tells)
            .findFirst()
            .orElse(NONE)
        : NONE;
  }

  /** Without that, which needs CAP_DAC_READ_SEARCH, no event has a path. */
  private static boolean canOpenByHandle(int directory) {
    FileHandle handle = FileHandle.of(directory);
    int again = handle == null ? -1 : handle.open(directory, Fds.O_PATH);
    OpenEvent.close(again);
    return again >= 0;
  }

  private static ReportGroup open(Way way, int directory) {
    ReportGroup group = new ReportGroup(Fanotify.init(way.flags()), way.mask());
    if (group.fd < 0 || group.mark(directory) < 0) {
      group.close();
      return NONE;
    }
    group.unmark(directory);
    return group;
  }

  boolean tells() {
    return fd >= 0;
  }

  Set<Kind> kinds() {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Kind kind : Kind.values()) {
      if ((mask & bit(kind)) != 0) {
        kinds.add(kind);
      }
    }
    return Set.copyOf(kinds);
  }

  /** {@return the event of a kind, 0 if it is none that can be told} */
  static long bit(Kind kind) {
    return switch (kind) {
      case CREATE -> Fanotify.CREATE;
      case WRITE_CLOSE -> Fanotify.CLOSE_WRITE;
      case RENAME -> Fanotify.RENAME;
      case DELETE -> Fanotify.DELETE;
      case OPEN, EXEC, ACCESS -> 0;
    };
  }

  /** {@return 0 or -errno} Begins. */
  int mark(int directory) {
    return Fanotify.mark(fd, Fanotify.MARK_ADD | Fanotify.MARK_FILESYSTEM, mask, directory);
  }

  void unmark(int directory) {
    Fanotify.mark(fd, Fanotify.MARK_FLUSH | Fanotify.MARK_FILESYSTEM, 0, directory);
  }

  @Override
  public void close() {
    OpenEvent.close(fd);
  }
}
