package io.filterport.ipc;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Identity;
import io.filterport.linux.UnixSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The place of a control socket: owned by whoever holds the lock on the file beside it, so that the
 * socket of a dead manager is told from that of a living one without guessing (MAP-10).
 */
final class SocketPlace {
  /** Longest path of a socket, a limit of the kernel. */
  static final int MAX_PATH_BYTES = 107;

  /* bits of a file's mode */
  private static final int TYPE_OF_FILE = 0xf000;
  private static final int SOCKET = 0xc000;

  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private final FileChannel lock;
  private final int socket;

  private SocketPlace(Path path, FileChannel lock, int socket) {
    this.path = path;
    this.lock = lock;
    this.socket = socket;
  }

  int socket() {
    return socket;
  }

  /**
   * {@return a bound socket that everyone may connect to}
   *
   * @throws FilterPortException as {@link io.filterport.filter.FilterManager#listen} says
   */
  static SocketPlace take(Path path) {
    Path absolute = path.toAbsolutePath();
    requireShort(absolute);
    FileChannel lock = lock(absolute);
    try {
      deleteStale(absolute);
      return new SocketPlace(absolute, lock, bindForEveryone(absolute));
    } catch (IOException e) {
      close(lock);
      throw failure(absolute, e);
    } catch (FilterPortException e) {
      close(lock);
      throw e;
    }
  }

  private static void requireShort(Path path) {
    int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > SocketPlace.MAX_PATH_BYTES) {
      throw new FilterPortException(
          "listening on " + path,
          NtStatus.NAME_TOO_LONG,
          "A socket's path has at most "
              + SocketPlace.MAX_PATH_BYTES
              + " bytes, this one "
              + bytes
              + "; choose a shorter directory.");
    }
  }

  private static FileChannel lock(Path path) {
    try {
      makeDirectory(path);
      FileChannel channel = open(path, path.resolveSibling(path.getFileName() + ".lock"));
      if (isLocked(channel)) {
        return channel;
      }
      close(channel);
    } catch (IOException e) {
      throw failure(path, e);
    }
    throw new FilterPortException(
        "listening on " + path,
        NtStatus.OBJECT_NAME_COLLISION,
        "A manager is running there; stop it, or choose another socket.");
  }

  /** Whoever can open it, for reading even, can lock it, and keep every manager away. */
  private static FileChannel open(Path path, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(OWNER_ALONE));
    try {
      requireOurs(path, file);
      keepToOwner(file);
      return channel;
    } catch (IOException | FilterPortException e) {
      close(channel);
      throw e;
    }
  }

  private static void requireOurs(Path path, Path file) throws IOException {
    int owner = (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (Integer.toUnsignedLong(owner) != Identity.effectiveUid()) {
      throw new FilterPortException(
          "listening on " + path + ": " + file + " belongs to uid " + Integer.toUnsignedLong(owner),
          NtStatus.OBJECT_NAME_COLLISION,
          "Its owner can keep managers away; remove it, or choose another socket.");
    }
  }

  /**
   * For a file that somebody made with another mode. Only then: this opens and closes the file, by
   * which a process loses the locks that it holds there.
   */
  private static void keepToOwner(Path file) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!view.readAttributes().permissions().equals(OWNER_ALONE)) {
      view.setPermissions(OWNER_ALONE);
    }
  }

  /** {@return whether it is ours now; a manager of this process may hold it, too} */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      close(channel);
      throw e;
    }
  }

  private static void makeDirectory(Path path) throws IOException {
    Path directory = path.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** A dead manager's socket; whatever else has the name is not ours to delete. */
  private static void deleteStale(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & TYPE_OF_FILE) != SOCKET) {
      throw new FilterPortException(
          "listening on " + path,
          NtStatus.OBJECT_NAME_COLLISION,
          "There is a file that is no socket; choose another path.");
    }
    Files.delete(path);
  }

  private static int bindForEveryone(Path path) throws IOException {
    int socket = bind(path);
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
      return socket;
    } catch (IOException e) {
      Fds.close(socket);
      throw e;
    }
  }

  private static int bind(Path path) {
    int socket = UnixSocket.create(UnixSocket.SEQPACKET);
    int result = socket < 0 ? socket : UnixSocket.bind(socket, path.toString());
    if (result < 0) {
      Fds.close(socket);
      NtStatus status =
          result == -Errno.EACCES ? NtStatus.ACCESS_DENIED : NtStatus.INSUFFICIENT_RESOURCES;
      throw new FilterPortException(
          "listening on " + path + ": " + Errno.name(-result),
          status,
          "Choose a directory that this user can write.");
    }
    return socket;
  }

  private static FilterPortException failure(Path path, IOException e) {
    NtStatus status =
        e instanceof AccessDeniedException
            ? NtStatus.ACCESS_DENIED
            : NtStatus.OBJECT_PATH_NOT_FOUND;
    return new FilterPortException(
        "listening on " + path + ": " + e, status, "Choose a directory that this user can write.");
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody finds it any more; those connected stay. */
  void unlink() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody will listen here: gives back everything. */
  void abandon() {
    unlink();
    Fds.close(socket);
    release();
  }

  /** The next manager may take it. */
  void release() {
    close(lock);
  }
}
