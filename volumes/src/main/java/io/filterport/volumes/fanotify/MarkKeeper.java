package io.filterport.volumes.fanotify;

import io.filterport.linux.ProcessControl;
import io.filterport.linux.UrgentSignal;
import java.util.concurrent.CompletableFuture;

/**
 * The thread that ends {@link KernelMarks}: at once when somebody wants to write, who waits for it
 * in the kernel, else when they are of age.
 */
final class MarkKeeper implements AutoCloseable {
  private final VerdictCache cache;
  private final CompletableFuture<Integer> number = new CompletableFuture<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("filterport-fanotify-marks").unstarted(this::run);
  private volatile boolean closed;

  MarkKeeper(VerdictCache cache) {
    this.cache = cache;
  }

  /** From now on there may be marks. */
  void start() {
    thread.start();
    cache.keptBy(number.join());
  }

  private void run() {
    try {
      UrgentSignal.expect();
      number.complete(ProcessControl.threadId());
    } catch (Throwable e) { // who starts it waits
      number.completeExceptionally(e);
      return;
    }
    while (!closed) {
      UrgentSignal.await(cache.nanosUntilReview());
      review();
    }
  }

  /** Writers wait for this thread, so it outlives every error. */
  private void review() {
    try {
      cache.review();
    } catch (Throwable e) { // out of memory perhaps
      cache.clear();
    }
  }

  /** Ends all marks and the thread, if it was started. */
  @Override
  public void close() {
    int started = cache.keeper();
    if (started != 0) {
      closed = true;
      cache.keptBy(0);
      UrgentSignal.send(started);
      Joining.join(thread);
    }
  }
}
