package io.filterport.volumes.fanotify;

import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.linux.DescriptorContent;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.FileHandle;
import io.filterport.linux.FileStatus;
import io.filterport.linux.MemFd;
import io.filterport.volume.FileOperation;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has happened, as post-operation callbacks see it. Safe for use by any thread, until it is
 * closed.
 */
final class ToldOperation implements FileOperation, AutoCloseable {

  private final Kind kind;
  private final Happening happening;
  private final long processId;
  private final long userId;
  private final GuardedTree tree;
  private final Timeout timeLimit;

  // guarded by this
  private @Nullable Content content;
  private boolean closed;

  ToldOperation(
      Kind kind,
      Happening happening,
      long processId,
      long userId,
      GuardedTree tree,
      Timeout timeLimit) {
    this.kind = kind;
    this.happening = happening;
    this.processId = processId;
    this.userId = userId;
    this.tree = tree;
    this.timeLimit = timeLimit;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String path() {
    return happening.path();
  }

  @Override
  public Optional<String> targetPath() {
    return Optional.ofNullable(happening.newPath());
  }

  @Override
  public long size() {
    return happening.size();
  }

  @Override
  public long processId() {
    return processId;
  }

  @Override
  public long userId() {
    return userId;
  }

  /** Nobody waits. */
  @Override
  public Timeout timeLeft() {
    return timeLimit;
  }

  /** The object that the event was about, whatever stands under its path now. */
  @Override
  public synchronized Content content() throws IOException {
    if (closed) {
      throw failure("the operation is over");
    }
    if (content == null) {
      content = open();
    }
    return content;
  }

  private Content open() throws IOException {
    FileHandle target = happening.target();
    if (kind == Kind.DELETE || target == null) {
      throw failure("there is no file any more that would be certain to be the same");
    }
    int place = checked(target.open(tree.descriptor(), Fds.O_PATH));
    try {
      FileStatus status = FileStatus.of(place);
      int file = status.isRegular() ? again(place) : MemFd.create("empty");
      return new DescriptorContent(checked(file), status.isRegular() ? status.size() : 0);
    } finally {
      Fds.close(place);
    }
  }

  /** Known to be a regular file: opening something else could wait, or do something. */
  private static int again(int place) {
    return Fds.open("/proc/self/fd/" + place, Fds.O_RDONLY);
  }

  private int checked(int descriptor) throws IOException {
    if (descriptor < 0) {
      throw failure(Errno.message(descriptor));
    }
    return descriptor;
  }

  private IOException failure(String why) {
    return new IOException(path() + ": " + why);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (content != null) {
      content.close();
    }
  }
}
