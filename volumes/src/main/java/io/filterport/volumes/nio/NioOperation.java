package io.filterport.volumes.nio;

import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.security.AccessToken;
import io.filterport.volume.FileOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An open through the wrapper that waits for its verdict. Safe for use by any thread. */
final class NioOperation implements FileOperation, AutoCloseable {
  private final Kind kind;
  private final Path file;
  private final @Nullable BasicFileAttributes attributes;
  private final long deadlineNanos;

  // guarded by this
  private @Nullable Content content;
  private boolean over;

  private NioOperation(
      Kind kind, Path file, @Nullable BasicFileAttributes attributes, long limitNanos) {
    this.kind = kind;
    this.file = file;
    this.attributes = attributes;
    this.deadlineNanos = System.nanoTime() + limitNanos;
  }

  /**
   * An open of a file of the delegate. One that would fail for want of the file fails here, and
   * never reaches the delegate: the file might appear in between and be opened unasked.
   */
  static NioOperation open(Path file, Set<? extends OpenOption> options, long limitNanos)
      throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new NioOperation(Kind.OPEN, file, attributes, limitNanos);
    } catch (NoSuchFileException e) {
      if (creates(options)) {
        return new NioOperation(Kind.CREATE, file, null, limitNanos);
      }
      throw e;
    }
  }

  private static boolean creates(Set<? extends OpenOption> options) {
    return writes(options)
        && (options.contains(StandardOpenOption.CREATE)
            || options.contains(StandardOpenOption.CREATE_NEW));
  }

  private static boolean writes(Set<? extends OpenOption> options) {
    return options.contains(StandardOpenOption.WRITE)
        || options.contains(StandardOpenOption.APPEND);
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String path() {
    return file.toAbsolutePath().toString();
  }

  @Override
  public long size() {
    return attributes != null && attributes.isRegularFile() ? attributes.size() : 0;
  }

  @Override
  public long processId() {
    return ProcessHandle.current().pid();
  }

  @Override
  public long userId() {
    return AccessToken.UNKNOWN;
  }

  @Override
  public synchronized Content content() throws IOException {
    if (over) {
      throw new IllegalStateException("The operation on " + path() + " is over.");
    }
    if (content == null) {
      content = openContent();
    }
    return content;
  }

  // Opening a pipe or a device to look into it would block, or take what is meant for the opener.
  private Content openContent() throws IOException {
    return attributes != null && attributes.isRegularFile()
        ? SeekableContent.of(Files.newByteChannel(file))
        : Content.of(new byte[0]);
  }

  @Override
  public Timeout timeLeft() {
    return Timeout.ofNanos(deadlineNanos - System.nanoTime());
  }

  @Override
  public synchronized void close() {
    over = true;
    if (content != null) {
      content.close();
    }
  }
}
