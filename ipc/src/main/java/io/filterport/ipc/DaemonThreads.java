package io.filterport.ipc;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pools of daemon threads, which are made when none is idle and end when they are, but for the
 * first one. So what comes while the system gives no thread is late, and not lost.
 */
final class DaemonThreads {
  private static final long IDLE_SECONDS = 10;

  private DaemonThreads() {}

  /**
   * {@return a pool with an unbounded queue; what comes after its shutdown is dropped} Whoever uses
   * it calls {@link ThreadPoolExecutor#prestartCoreThread} first, which fails if there can be none.
   *
   * @param most threads
   * @param name of each, before its number
   */
  static ThreadPoolExecutor upTo(int most, String name) {
    AtomicInteger number = new AtomicInteger();
    return upTo(
        most,
        task -> Thread.ofPlatform().daemon().name(name + number.incrementAndGet()).unstarted(task));
  }

  static ThreadPoolExecutor upTo(int most, ThreadFactory threads) {
    return new Pool(most, threads, new HandedOver());
  }

  /** Keeps what it can make no thread for. */
  private static final class Pool extends ThreadPoolExecutor {
    private final HandedOver tasks;

    Pool(int most, ThreadFactory threads, HandedOver tasks) {
      super(1, most, IDLE_SECONDS, TimeUnit.SECONDS, tasks, threads, tasks::keep);
      this.tasks = tasks;
    }

    @Override
    public void execute(Runnable task) {
      try {
        super.execute(task);
      } catch (OutOfMemoryError e) { // the system gives no thread
        tasks.keep(task, this);
      }
    }
  }

  /**
   * Takes a task only if a thread waits for it; so the pool makes another one, and refuses the task
   * when it has all. Then it is kept until a thread has time.
   */
  private static final class HandedOver extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }

    void keep(Runnable task, ThreadPoolExecutor pool) {
      if (!pool.isShutdown()) {
        boolean ignored = super.offer(task);
      }
    }
  }
}
