package io.filterport.volumes.nio;

import io.filterport.Content;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.security.AccessToken;
import io.filterport.volume.FileOperation;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call through the wrapper that waits for its verdict, and then has come to something. Safe for
 * use by any thread.
 */
final class NioOperation implements FileOperation, AutoCloseable {
  private final Kind kind;
  private final Entry entry;
  private final @Nullable Path target;
  private final long limitNanos;

  // guarded by this
  private long deadlineNanos;
  private @Nullable Content content;
  private boolean over;
  private boolean happened;

  NioOperation(Kind kind, Entry entry, @Nullable Path target, long limitNanos) {
    this.kind = kind;
    this.entry = entry;
    this.target = target;
    this.limitNanos = limitNanos;
    this.deadlineNanos = System.nanoTime() + limitNanos;
  }

  /** {@return this, alive again: for those who are told what it came to} */
  synchronized NioOperation after(NtStatus status) {
    over = false;
    happened = status.isSuccess();
    deadlineNanos = System.nanoTime() + limitNanos;
    return this;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String path() {
    return entry.path().toAbsolutePath().toString();
  }

  @Override
  public Optional<String> targetPath() {
    return Optional.ofNullable(target).map(path -> path.toAbsolutePath().toString());
  }

  @Override
  public long size() {
    return entry.size();
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

  private Content openContent() throws IOException {
    if (kind == Kind.WRITE_CLOSE && !entry.exists()) {
      throw new NoSuchFileException(
          path(), null, "what was written has another name by now, or none");
    }
    return (happened ? afterwards() : entry).openContent();
  }

  /** What stands there now. A new link has no content, whatever it leads to. */
  private Entry afterwards() throws IOException {
    return switch (kind) {
      case CREATE -> Entry.itself(entry.path());
      case RENAME -> new Entry(Objects.requireNonNull(target), entry.attributes());
      case DELETE -> throw new NoSuchFileException(path(), null, "it was deleted");
      case OPEN, EXEC, WRITE_CLOSE, ACCESS -> entry;
    };
  }

  @Override
  public synchronized Timeout timeLeft() {
    return Timeout.ofNanos(deadlineNanos - System.nanoTime());
  }

  @Override
  public synchronized void close() {
    over = true;
    if (content != null) {
      content.close();
      content = null;
    }
  }
}
