package io.filterport.volumes;

import io.filterport.NtStatus;
import io.filterport.spi.FailureLog;
import io.filterport.volume.FileOperation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One operation's way past the callbacks that were attached when it began: these are asked, and
 * those of them that allowed it are told, whoever is attached or detached meanwhile. For one thread
 * after another.
 *
 * <p>A callback that failed is not told, even if the default verdict allowed: what it would undo or
 * complete afterwards it may never have begun.
 */
public final class Passage {
  private final List<StackedCallback> callbacks;
  private final FailureLog failures;
  private final Deque<StackedCallback> passed = new ArrayDeque<>();

  Passage(List<StackedCallback> callbacks, FailureLog failures) {
    this.callbacks = callbacks;
    this.failures = failures;
  }

  /**
   * {@return what the callbacks decide} Runs them on the calling thread; what they throw stays
   * here.
   *
   * @param operation what is about to happen
   */
  public Decision ask(FileOperation operation) {
    return ask(operation, () -> {});
  }

  /**
   * {@return what the callbacks decide} As {@link #ask(FileOperation)}.
   *
   * @param operation what is about to happen
   * @param beforeEach runs before each callback that is asked
   */
  public Decision ask(FileOperation operation, Runnable beforeEach) {
    Decision decision = Decision.ALLOW;
    for (StackedCallback callback : callbacks) {
      beforeEach.run();
      Decision next = callback.ask(operation, failures);
      if (!next.verdict().allowed()) {
        return next;
      }
      if (next.byDefault() || !decision.byDefault()) {
        decision = next;
      }
      if (!next.byDefault()) {
        passed.push(callback);
      }
    }
    return decision;
  }

  /**
   * Tells what the operation came to, lowest altitude first. Runs the callbacks on the calling
   * thread; what they throw stays here. A second call tells nobody.
   *
   * @param operation what was asked about
   * @param status {@link NtStatus#ACCESS_DENIED} if a callback denied it
   */
  public void done(FileOperation operation, NtStatus status) {
    while (!passed.isEmpty()) {
      passed.pop().tell(operation, status, failures);
    }
  }
}
