package io.filterport.volumes.nio;

import io.filterport.NtStatus;
import io.filterport.volume.FileOperation.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A file that is open for writing, and the question that comes when it is closed. Safe for use by
 * any thread.
 *
 * <p>The content is read by path, after the close. If another file stands there by then, or none,
 * because the written one was renamed or deleted meanwhile, the callbacks are asked all the same
 * and find no content: what nobody could look at must not pass for clean.
 */
final class Writing {
  private final Gate gate;
  private final Path file;
  private final boolean deletedOnClose;
  private final @Nullable Object key;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Called when the file is open: it exists, unless it went at once. */
  Writing(Gate gate, Path file, OpenMode mode) {
    this.gate = gate;
    this.file = file;
    this.deletedOnClose = mode.deletesOnClose();
    this.key = Entry.ofOrMissing(file).key();
  }

  /**
   * Closes what writes, then asks, and tells what the close came to. A second call does nothing.
   *
   * @throws java.nio.file.AccessDeniedException if a callback denies; everything is closed then
   * @throws IOException if the close fails, whatever callbacks say
   */
  void close(Closeable writer) throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      writer.close();
    } catch (IOException e) {
      askAfter(Outcomes.of(e), e);
      throw e;
    } catch (RuntimeException | Error e) {
      askAfter(NtStatus.UNSUCCESSFUL, e);
      throw e;
    }
    ask(NtStatus.SUCCESS);
  }

  /** What failed is told, and not what was thought of the half that is there. */
  private void askAfter(NtStatus status, Throwable failure) {
    try {
      ask(status);
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** What was to be deleted on close, and is gone, holds nothing to ask about. */
  private void ask(NtStatus status) throws IOException {
    if (gate.isIdle()) {
      return;
    }
    Entry written = written();
    if (written.exists() || !deletedOnClose) {
      gate.pass(Kind.WRITE_CLOSE, written).done(status);
    }
  }

  private Entry written() {
    Entry now = Entry.ofOrMissing(file);
    return Objects.equals(key, now.key()) ? now : Entry.missing(file);
  }
}
