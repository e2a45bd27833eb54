package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.FileStatus;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The directory that is guarded, and which files of its file system are not in it.
 *
 * <p><b>Inside unless proven outside.</b> The kernel reports every open on the whole file system. A
 * path alone proves nothing: a bind mount, another mount namespace or a hard link shows a guarded
 * file under a path elsewhere. So a file is outside only if it was opened through the mount of the
 * guarded directory, has no other name, and the one it has is known and not below the directory. It
 * is not known of what was opened by its handle before anybody looked its name up.
 *
 * <p>The directory may be renamed, so its path is looked up again before anything counts as
 * outside, before and after the file's. Who may rename the directory back and forth in that
 * instant, and so may write to its parent, can still deceive; where that matters, guard the root of
 * a mount: then everything is inside.
 */
final class GuardedTree implements AutoCloseable {
  /** Open, so that the mount stays and nobody else gets its number. */
  private final int directory;

  private final FileStatus status;

  /** What the path was when it was last looked up; for a first look only. */
  private volatile String lastPath;

  private GuardedTree(int directory) {
    this.directory = directory;
    this.status = FileStatus.of(directory);
    this.lastPath = Objects.requireNonNullElse(Fds.path(directory), "/");
  }

  static GuardedTree open(Path path) {
    int directory = Fds.open(path.toString(), Fds.O_RDONLY | Fds.O_DIRECTORY);
    if (directory < 0) {
      throw new FilterPortException(
          "guarding " + path + " (" + Errno.message(directory) + ")",
          NtStatus.OBJECT_PATH_NOT_FOUND,
          "A volume guards a directory that exists");
    }
    return new GuardedTree(directory);
  }

  /**
   * {@return the same tree for another process}
   *
   * @param directory a duplicate of {@link #descriptor}, which belongs to the tree from now on
   */
  static GuardedTree of(int directory) {
    return new GuardedTree(directory);
  }

  int descriptor() {
    return directory;
  }

  /**
   * {@return whether the file certainly is not in the guarded directory}
   *
   * @param fd the file
   * @param file what is known about it
   */
  boolean provesOutside(int fd, OpenedFile file) {
    return hasProvenPath(file) && !isBelow(file.path(), lastPath) && isElsewhere(fd);
  }

  /**
   * {@return the file's only path, or null if others may lead to it}
   *
   * @param file what is known about it
   */
  @Nullable String provenPath(OpenedFile file) {
    String path = file.path();
    return hasProvenPath(file) && path != null && path.startsWith("/") ? path : null;
  }

  private boolean hasProvenPath(OpenedFile file) {
    return isOwnMount(file.status()) && hasOneName(file.status()) && isNamed(file);
  }

  /** The kernel shows the root's path for a file whose name it does not know. */
  private static boolean isNamed(OpenedFile file) {
    return file.status().isDirectory() || !"/".equals(file.path());
  }

  private boolean isOwnMount(FileStatus file) {
    return file.result() == 0 && file.mountId() != 0 && file.mountId() == status.mountId();
  }

  /** The links of a directory are its own dot and its children's. */
  private static boolean hasOneName(FileStatus file) {
    return file.isDirectory() ? file.links() > 0 : file.links() == 1;
  }

  private boolean isElsewhere(int fd) {
    String before = path();
    return isElsewhere(before, Fds.path(fd));
  }

  /** {@return the path of the directory now, or null if it cannot be told} */
  @Nullable String path() {
    return Fds.path(directory);
  }

  /**
   * {@return whether a path of its mount certainly is not in the guarded directory}
   *
   * @param before {@link #path()} from before the other one was looked up
   * @param path the other one
   */
  boolean isElsewhere(@Nullable String before, @Nullable String path) {
    if (before == null || !before.equals(path())) {
      return false;
    }
    lastPath = before;
    return !isBelow(path, before);
  }

  /** What is no absolute path, or none at all, may be anywhere. */
  private static boolean isBelow(@Nullable String path, String directory) {
    return path == null
        || !path.startsWith("/")
        || path.equals(directory)
        || path.startsWith(directory.equals("/") ? directory : directory + "/");
  }

  @Override
  public void close() {
    Fds.close(directory);
  }
}
