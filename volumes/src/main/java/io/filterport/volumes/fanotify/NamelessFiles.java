package io.filterport.volumes.fanotify;

import io.filterport.linux.FileStatus;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes files that have no name any more, on a thread of its own. Safe for use by any thread.
 *
 * <p>Whoever closes such a file last frees its content, which takes seconds for many GiB. That is
 * this process where the opener was denied or killed. So a thread for which others wait hands the
 * file over, for a deadline or a verdict of theirs would come late.
 */
final class NamelessFiles implements AutoCloseable {
  /** Files that wait to be closed. Whoever wants to close one more does it himself. */
  static final int MOST = 32;

  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST),
          Thread.ofPlatform().daemon().name("filterport-fanotify-nameless").factory());

  /** Has no thread until there is something to close. */
  NamelessFiles() {
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * {@return whether another thread closes the file} Else it has a name, or there is no room. Never
   * fails.
   *
   * @param fd the file
   * @param close closes it
   */
  boolean takes(int fd, Runnable close) {
    try {
      FileStatus status = FileStatus.of(fd);
      if (status.result() < 0 || status.links() > 0) {
        return false;
      }
      thread.execute(close);
      return true;
    } catch (Throwable e) { // no room, or no memory for the thread, when it may be queued already
      thread.remove(close);
      return false;
    }
  }

  /** Waits until all are closed; an interrupt is kept for later. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
