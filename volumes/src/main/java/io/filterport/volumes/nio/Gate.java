package io.filterport.volumes.nio;

import io.filterport.volume.FileOperation;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.Verdict;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Decision;
import io.filterport.volumes.Tally;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Puts operations to the callbacks, on the thread that wants them. Safe for use by any thread;
 * paths are the delegate's.
 */
final class Gate {
  private final CallbackStack callbacks;
  private final Tally tally;
  private final long timeLimitNanos;

  /** Bound while a callback of this volume runs on the thread. */
  private final ScopedValue<Path> asking = ScopedValue.newInstance();

  Gate(CallbackStack callbacks, Tally tally, VolumeOptions options) {
    this.callbacks = callbacks;
    this.tally = tally;
    this.timeLimitNanos = options.timeLimitNanos();
  }

  /** Whether nobody is attached, so that nothing need be looked up. */
  boolean isIdle() {
    return callbacks.isEmpty();
  }

  void pass(Kind kind, Entry entry) throws AccessDeniedException {
    pass(kind, entry, null);
  }

  /**
   * Returns if the operation may go on.
   *
   * @param target the new name of a rename
   * @throws AccessDeniedException if a callback denies, with its reason
   */
  void pass(Kind kind, Entry entry, @Nullable Path target) throws AccessDeniedException {
    refuseReentry(entry.path());
    try (NioOperation operation = new NioOperation(kind, entry, target, timeLimitNanos)) {
      Verdict verdict = ask(entry.path(), operation);
      if (!verdict.allowed()) {
        String other = target == null ? null : target.toString();
        throw new AccessDeniedException(entry.path().toString(), other, verdict.reason());
      }
    }
  }

  private Verdict ask(Path file, FileOperation operation) {
    tally.asked();
    Decision decision = ScopedValue.where(asking, file).call(() -> callbacks.ask(operation));
    tally.decided(decision);
    return decision.verdict();
  }

  private void refuseReentry(Path file) {
    if (asking.isBound()) {
      throw new IllegalStateException(
          "The callback that decides on "
              + asking.get()
              + " uses "
              + file
              + " through its own volume; FileOperation.content() has the bytes.");
    }
  }
}
