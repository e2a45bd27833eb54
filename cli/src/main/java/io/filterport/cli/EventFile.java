package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Appends events to a file. Before each line it looks whether the path still leads to its file, and
 * opens the one that stands there now, or makes it: so whoever rotates it needs to tell nobody.
 *
 * <p>What a volume guards must not be written to by the process that guards. The file is open
 * before the volumes are, so these refuse its file system; and it never follows its path to another
 * one.
 */
final class EventFile implements EventSink {
  /** Rotations in a row, each between two looks at the path, after which it is given up. */
  private static final int MOST_TRIES = 16;

  private final Path path;
  private final Object device;

  private Opened file;
  private WholeLines lines;

  /** Somebody asked for it, whatever the path leads to. */
  private volatile boolean reopen;

  /** A file, and what tells it from others. */
  private record Opened(FileChannel channel, Object key) {}

  private EventFile(Path path) throws IOException {
    this.path = path;
    this.file = opened(path);
    this.lines = lines(file.channel());
    this.device = device(path);
  }

  /**
   * {@return the file, open}
   *
   * @param path a regular file; it is made if it is not there, for its owner only
   * @throws FilterPortException if it cannot be written
   */
  static EventFile open(Path path) {
    try {
      return new EventFile(path.toAbsolutePath());
    } catch (IOException e) {
      throw refusal(path, e.toString());
    }
  }

  /** Fails if no file can be there, for want of a directory; makes none. */
  static void check(Path path) {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw refusal(path, "no directory " + directory);
    }
  }

  private static FilterPortException refusal(Path path, String why) {
    return new FilterPortException(
        "writing events to " + path + ": " + why,
        NtStatus.OBJECT_PATH_NOT_FOUND,
        "Name a regular file in a directory that exists, which this user may write to");
  }

  /**
   * {@return the file that the path leads to} Only a path tells a key. It may lead to another file
   * by the time that one is open, which rotates it: so it has to lead to one before and after.
   */
  private static Opened opened(Path path) throws IOException {
    Object before = key(path);
    for (int i = 0; i < MOST_TRIES; i++) {
      FileChannel channel = append(path);
      Object after = key(path);
      if (after != null && after.equals(before)) {
        return new Opened(channel, after);
      }
      channel.close();
      before = after;
    }
    throw new IOException(path + " leads to another file each time");
  }

  /** A FIFO would keep this waiting for its reader. */
  private static FileChannel append(Path path) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException(path + " is no regular file");
    }
    return FileChannel.open(
        path,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static WholeLines lines(FileChannel channel) {
    return new WholeLines(Channels.newOutputStream(channel));
  }

  private static @Nullable Object key(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static Object device(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev");
  }

  /** Before the next line the path is followed anew. Any thread may say so. */
  void reopenBeforeNextLine() {
    reopen = true;
  }

  @Override
  public void write(String line) throws IOException {
    if (reopen || !file.key().equals(key(path))) {
      reopen = false;
      followPath();
    }
    lines.write(line);
  }

  private void followPath() throws IOException {
    Opened next = opened(path);
    if (!device(path).equals(device)) {
      next.channel().close();
      throw new IOException(path + " leads to another file system than when it was opened");
    }
    file.channel().close();
    file = next;
    lines = lines(next.channel());
  }

  @Override
  public void close() {
    try {
      file.channel().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
