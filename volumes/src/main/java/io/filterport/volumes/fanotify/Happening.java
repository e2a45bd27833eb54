package io.filterport.volumes.fanotify;

import io.filterport.linux.Errno;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.FanotifyEvents.Entry;
import io.filterport.linux.FanotifyEvents.Which;
import io.filterport.linux.Fds;
import io.filterport.linux.FileHandle;
import io.filterport.linux.FileStatus;
import io.filterport.volume.FileOperation.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Where something happened, as it is when the event is read. Immutable.
 *
 * <p>The event names the directory by its handle, so the path is that of the directory now: it may
 * have been renamed since. If it is gone, the path begins with {@code (unknown)}, and it may have
 * been in the guarded directory. The object itself is looked at through its handle, not opened.
 *
 * @param path of the entry; of the old one after a rename
 * @param newPath of the new one after a rename, else null
 * @param target the object, null on old kernels
 * @param status of the object; its result is an error if it is gone
 * @param outside whether the paths certainly lie outside
 */
record Happening(
    String path,
    @Nullable String newPath,
    @Nullable FileHandle target,
    FileStatus status,
    boolean outside) {
  private static final String UNKNOWN = "(unknown)";
  private static final int NONE = -1;

  static Happening of(FanotifyEvents events, GuardedTree tree) {
    Entry renamed = events.entry(Which.NEW);
    FileHandle target = events.target();
    String guarded = tree.path();
    String path = path(events.entry(renamed == null ? Which.NAME : Which.OLD), tree);
    String newPath = renamed == null ? null : path(renamed, tree);
    boolean outside =
        tree.isElsewhere(guarded, path) && (newPath == null || tree.isElsewhere(guarded, newPath));
    return new Happening(path, newPath, target, status(target, tree), outside);
  }

  private static String path(@Nullable Entry entry, GuardedTree tree) {
    if (entry == null) {
      return UNKNOWN;
    }
    int directory = entry.directory().open(tree.descriptor(), Fds.O_PATH);
    try {
      String path = directory < 0 ? null : Fds.path(directory);
      return below(path == null ? UNKNOWN : path, entry.name());
    } finally {
      OpenEvent.close(directory);
    }
  }

  private static String below(String directory, String name) {
    if (name.equals(".")) {
      return directory;
    }
    return directory.endsWith("/") ? directory + name : directory + "/" + name;
  }

  private static FileStatus status(@Nullable FileHandle target, GuardedTree tree) {
    int fd = target == null ? NONE : target.open(tree.descriptor(), Fds.O_PATH);
    try {
      return fd < 0 ? FileStatus.failed(fd) : FileStatus.of(fd);
    } finally {
      OpenEvent.close(fd);
    }
  }

  /** What was written under a name outside may have another one inside. */
  boolean provesOutside(Kind kind) {
    return outside && (kind != Kind.WRITE_CLOSE || hasNoOtherName());
  }

  private boolean hasNoOtherName() {
    return target != null && (status.result() == 0 ? status.links() <= 1 : isGone());
  }

  private boolean isGone() {
    return status.result() == -Errno.ESTALE;
  }

  boolean isKnownToBeNoRegularFile() {
    return status.result() == 0 && !status.isRegular();
  }

  long size() {
    return status.isRegular() ? status.size() : 0;
  }
}
