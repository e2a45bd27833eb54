package io.filterport.engine;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** A call that runs in a thread of its own. */
final class Background<T> {
  private final FutureTask<T> task;
  final Thread thread;

  private Background(Callable<T> call) {
    task = new FutureTask<>(call);
    thread = Thread.ofPlatform().daemon().start(task);
  }

  static <T> Background<T> of(Callable<T> call) {
    return new Background<>(call);
  }

  static Background<Void> run(Runnable action) {
    return of(
        () -> {
          action.run();
          return null;
        });
  }

  /** Returns when the thread is parked inside a send, a get or another wait of the engine. */
  Background<T> untilBlocked() {
    Waits.until(() -> task.isDone() || LockSupport.getBlocker(thread) != null);
    if (task.isDone()) {
      throw new AssertionError("it has ended");
    }
    return this;
  }

  boolean isDone() {
    return task.isDone();
  }

  /** What the call returned, in good time. */
  T result() {
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
