package io.filterport.verify.conformance.world;

import io.filterport.verify.conformance.agent.WaitingCall;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call that runs in a thread of its own. */
public final class Background<T> {
  private final FutureTask<T> task;
  public final Thread thread;

  private Background(Callable<T> call) {
    task = new FutureTask<>(call);
    thread = Thread.ofPlatform().daemon().start(task);
  }

  public static <T> Background<T> of(Callable<T> call) {
    return new Background<>(call);
  }

  /** The same in a thread that is interrupted before, and has to be so afterwards. */
  public static <T> Background<T> ofInterrupted(Callable<T> call) {
    return of(
        () -> {
          Thread.currentThread().interrupt();
          T result = call.call();
          if (!Thread.currentThread().isInterrupted()) {
            throw new AssertionError("the interrupt is forgotten");
          }
          return result;
        });
  }

  public static Background<Void> run(Runnable action) {
    return of(
        () -> {
          action.run();
          return null;
        });
  }

  /** Returns when the thread waits inside a port, in this process or in the agent's. */
  public Background<T> untilBlocked() {
    if (untilBlockedOrDone().isDone()) {
      throw new AssertionError("it has ended");
    }
    return this;
  }

  /** Returns when the thread waits inside a port, or has ended. */
  public Background<T> untilBlockedOrDone() {
    Waits.until(() -> task.isDone() || WaitingCall.isBlocked(thread));
    return this;
  }

  public boolean isDone() {
    return task.isDone();
  }

  /** What the call returned, in good time. */
  public T result() {
    try {
      return task.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("it has not ended; its thread is in " + where(), e);
    }
  }

  private String where() {
    return Arrays.toString(thread.getStackTrace());
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof RuntimeException exception) {
      return exception;
    }
    throw new AssertionError(cause);
  }
}
