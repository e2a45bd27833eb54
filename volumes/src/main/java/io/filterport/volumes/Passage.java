package io.filterport.volumes;

import io.filterport.NtStatus;
import io.filterport.spi.FailureLog;
import io.filterport.volume.FileOperation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** What each callback has thrown, until that is told; there is room before memory is out. */
  private final @Nullable Throwable[] thrown;

  Passage(List<StackedCallback> callbacks, FailureLog failures) {
    this.callbacks = callbacks;
    this.failures = failures;
    this.thrown = new Throwable[callbacks.size()];
  }

  /**
   * {@return what the callbacks decide} Runs them on the calling thread; what they throw stays
   * here, until {@link #tellFailures}.
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
    for (int i = 0; i < callbacks.size(); i++) {
      beforeEach.run();
      Decision next = ask(i, operation);
      if (!next.verdict().allowed()) {
        return next;
      }
      if (next.byDefault() || !decision.byDefault()) {
        decision = next;
      }
      if (!next.byDefault()) {
        passed.push(callbacks.get(i));
      }
    }
    return decision;
  }

  // Whatever a filter throws, errors of the virtual machine too, somebody waits for the verdict.
  private Decision ask(int i, FileOperation operation) {
    try {
      return callbacks.get(i).ask(operation);
    } catch (Throwable e) {
      thrown[i] = e;
      return callbacks.get(i).failed(e);
    }
  }

  /**
   * Tells the log of the callbacks that failed when they were asked. May wait for the log, so it is
   * for when nobody waits for the decision any more. A second call tells nothing.
   */
  public void tellFailures() {
    for (int i = 0; i < thrown.length; i++) {
      Throwable failure = thrown[i];
      thrown[i] = null;
      if (failure != null) {
        callbacks.get(i).tellFailure(failure, failures);
      }
    }
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
