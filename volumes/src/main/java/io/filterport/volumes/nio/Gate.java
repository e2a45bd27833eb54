package io.filterport.volumes.nio;

import io.filterport.NtStatus;
import io.filterport.security.AccessToken;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.AskedAbout;
import io.filterport.volumes.AskedAbout.Opener;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Decision;
import io.filterport.volumes.Passage;
import io.filterport.volumes.Tally;
import io.filterport.volumes.VerdictQueue;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts operations to the callbacks, and tells them the outcomes, on the thread that wants them.
 * Safe for use by any thread; paths are the delegate's.
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

  Passed pass(Kind kind, Entry entry) throws AccessDeniedException {
    return pass(kind, entry, null);
  }

  /**
   * {@return the operation, which may go on}
   *
   * @param target the new name of a rename
   * @throws AccessDeniedException if a callback denies, with its reason; then those above it have
   *     been told
   */
  Passed pass(Kind kind, Entry entry, @Nullable Path target) throws AccessDeniedException {
    refuseReentry(entry.path());
    Passage passage = callbacks.enter();
    NioOperation operation = new NioOperation(kind, entry, target, timeLimitNanos);
    Passed passed = status -> tell(passage, entry.path(), operation, status);
    Decision decision = ask(passage, entry.path(), operation);
    if (!decision.letsPass()) {
      passed.done(NtStatus.ACCESS_DENIED);
      String other = target == null ? null : target.toString();
      throw new AccessDeniedException(entry.path().toString(), other, decision.verdict().reason());
    }
    return passed;
  }

  private Decision ask(Passage passage, Path file, NioOperation operation) {
    long begun = System.nanoTime();
    tally.asked();
    try (operation) {
      Decision decision = call(file, () -> decide(passage, operation));
      tally.decided(decision);
      tellOf(decision, operation, System.nanoTime() - begun);
      return decision;
    }
  }

  private static Decision decide(Passage passage, NioOperation operation) {
    Decision decision = passage.ask(operation);
    passage.tellFailures(); // whoever waits is this thread
    return decision;
  }

  private void tellOf(Decision decision, NioOperation operation, long nanos) {
    VerdictQueue verdicts = callbacks.verdicts();
    if (verdicts.wants(decision)) {
      verdicts.tell(
          decision,
          new AskedAbout(
              operation.kind(),
              operation.path(),
              operation.targetPath(),
              ThisProcess.OPENER,
              nanos));
    }
  }

  /** Who calls, looked up once. */
  private static final class ThisProcess {
    static final Opener OPENER =
        new Opener(
            AccessToken.UNKNOWN,
            ProcessHandle.current().pid(),
            ProcessHandle.current().info().command());
  }

  private void tell(Passage passage, Path file, NioOperation operation, NtStatus status) {
    try (NioOperation after = operation.after(status)) {
      call(
          file,
          () -> {
            passage.done(after, status);
            return status;
          });
    }
  }

  /**
   * Runs callbacks. An interrupt from before is the caller's, and waits for it: callbacks could
   * neither read content nor ask a service under it, and the default verdict would count.
   */
  private <T> T call(Path file, Supplier<T> callbacks) {
    boolean interrupted = Thread.interrupted();
    try {
      return ScopedValue.where(asking, file).call(callbacks::get);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void refuseReentry(Path file) {
    if (asking.isBound()) {
      throw new IllegalStateException(
          "A callback for "
              + asking.get()
              + " uses "
              + file
              + " through its own volume; FileOperation.content() has the bytes.");
    }
  }
}
