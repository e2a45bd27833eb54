package io.filterport.ipc;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The lock on the file beside a control socket, one for all processes. A process that closes any
 * descriptor of such a file loses the lock that it has there. So what managers of this process hold
 * is known without opening it once more.
 */
final class PlaceLock {
  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rw-------");

  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private PlaceLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * {@return the lock, or null if another manager has it}
   *
   * @param socket an absolute path into a directory that is there
   * @throws FilterPortException if the file is another user's
   */
  static @Nullable PlaceLock take(Path socket) throws IOException {
    Path directory = Objects.requireNonNullElse(socket.getParent(), socket).toRealPath();
    Path file = directory.resolve(socket.getFileName() + ".lock");
    if (!HELD_HERE.add(file)) {
      return null;
    }
    FileChannel channel = null;
    try {
      channel = locked(file);
    } finally {
      if (channel == null) {
        HELD_HERE.remove(file);
      }
    }
    return channel == null ? null : new PlaceLock(file, channel);
  }

  /** Whoever can open the file, for reading even, can lock it, and keep every manager away. */
  private static @Nullable FileChannel locked(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(OWNER_ALONE));
    boolean locked = false;
    try {
      requireOurs(file);
      keepToOwner(file);
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // a manager of this process holds it, by another name of the directory
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? channel : null;
  }

  private static void requireOurs(Path file) throws IOException {
    int owner = (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (Integer.toUnsignedLong(owner) != Identity.effectiveUid()) {
      throw new FilterPortException(
          "locking " + file + ", which belongs to uid " + Integer.toUnsignedLong(owner),
          NtStatus.OBJECT_NAME_COLLISION,
          "Its owner can keep managers away; remove it, or choose another socket.");
    }
  }

  /** For a file that somebody made with another mode. */
  private static void keepToOwner(Path file) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!view.readAttributes().permissions().equals(OWNER_ALONE)) {
      view.setPermissions(OWNER_ALONE);
    }
  }

  /** The next manager may take it. */
  void release() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD_HERE.remove(file);
    }
  }
}
