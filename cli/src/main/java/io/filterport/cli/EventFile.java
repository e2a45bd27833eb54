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
import java.util.Objects;
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
  private final Path path;
  private final Object device;

  private FileChannel channel;
  private WholeLines lines;
  private @Nullable Object key;

  /** Somebody asked for it, whatever the path leads to. */
  private volatile boolean reopen;

  private EventFile(Path path) throws IOException {
    this.path = path;
    this.channel = append(path);
    this.lines = lines(channel);
    this.key = key(path);
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
      throw new FilterPortException(
          "writing events to " + path + ": " + e,
          NtStatus.OBJECT_PATH_NOT_FOUND,
          "Name a regular file in a directory that exists, which this user may write to");
    }
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
    if (reopen || !Objects.equals(key, key(path))) {
      reopen = false;
      followPath();
    }
    lines.write(line);
  }

  private void followPath() throws IOException {
    FileChannel next = append(path);
    if (!device(path).equals(device)) {
      next.close();
      throw new IOException(path + " leads to another file system than when it was opened");
    }
    channel.close();
    channel = next;
    lines = lines(next);
    key = key(path);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
