package io.filterport.ipc;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.UnixSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The place of a control socket: owned by whoever holds the lock on the file beside it, so that the
 * socket of a dead manager is told from that of a living one without guessing (MAP-10).
 */
final class SocketPlace {
  /** Longest path of a socket: one byte less than the kernel's limit, for its first name. */
  static final int MAX_PATH_BYTES = 106;

  /* bits of a file's mode */
  private static final int TYPE_OF_FILE = 0xf000;
  private static final int SOCKET = 0xc000;

  private final Path path;
  private final PlaceLock lock;
  private final int socket;

  private SocketPlace(Path path, PlaceLock lock, int socket) {
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
    PlaceLock lock = lock(absolute);
    try {
      deleteStale(absolute);
      return new SocketPlace(absolute, lock, bindForEveryone(absolute));
    } catch (IOException e) {
      lock.release();
      throw failure(absolute, e);
    } catch (FilterPortException e) {
      lock.release();
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

  private static PlaceLock lock(Path path) {
    try {
      makeDirectory(path);
      PlaceLock lock = PlaceLock.take(path);
      if (lock != null) {
        return lock;
      }
    } catch (IOException e) {
      throw failure(path, e);
    }
    throw new FilterPortException(
        "listening on " + path,
        NtStatus.OBJECT_NAME_COLLISION,
        "A manager is running there; stop it, or choose another socket.");
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
    if (!isSocket((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS))) {
      throw new FilterPortException(
          "listening on " + path,
          NtStatus.OBJECT_NAME_COLLISION,
          "There is a file that is no socket; choose another path.");
    }
    Files.delete(path);
  }

  /** Under another name until everyone may connect: who came in between would be refused. */
  private static int bindForEveryone(Path path) throws IOException {
    Path unfinished = Path.of(path + "~");
    deleteStale(unfinished);
    int socket = bind(unfinished, path);
    try {
      allowEveryone(unfinished);
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
      return socket;
    } catch (IOException e) {
      Fds.close(socket);
      throw e;
    }
  }

  /** Of the socket alone: another name may stand there by now, and lead elsewhere. */
  static void allowEveryone(Path path) throws IOException {
    int file = Fds.open(path.toString(), Fds.O_PATH | Fds.O_NOFOLLOW);
    if (file < 0) {
      throw new IOException("opening the new socket: " + Errno.name(-file));
    }
    try {
      Path opened = Path.of("/proc/self/fd/" + file);
      if (!isSocket((int) Files.getAttribute(opened, "unix:mode"))) {
        throw new IOException("the new socket was replaced");
      }
      Files.setPosixFilePermissions(opened, PosixFilePermissions.fromString("rw-rw-rw-"));
    } finally {
      Fds.close(file);
    }
  }

  private static boolean isSocket(int mode) {
    return (mode & TYPE_OF_FILE) == SOCKET;
  }

  private static int bind(Path name, Path path) {
    int socket = UnixSocket.create(UnixSocket.SEQPACKET);
    int ignored = DescriptorPassing.allow(socket, false); // before Linux 6.16 the peer looks
    int result = socket < 0 ? socket : UnixSocket.bind(socket, name.toString());
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
    try {
      unlink();
    } finally {
      Fds.close(socket);
      release();
    }
  }

  /** The next manager may take it. */
  void release() {
    lock.release();
  }
}
