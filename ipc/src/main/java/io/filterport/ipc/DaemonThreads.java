package io.filterport.ipc;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Pools of daemon threads, which are made when none is idle and end when they are. */
final class DaemonThreads {
  private static final long IDLE_SECONDS = 10;

  private DaemonThreads() {}

  /**
   * {@return a pool with an unbounded queue; what comes after its shutdown is dropped}
   *
   * @param most threads
   * @param name of each, before its number
   */
  static ThreadPoolExecutor upTo(int most, String name) {
    AtomicInteger number = new AtomicInteger();
    HandedOver tasks = new HandedOver();
    return new ThreadPoolExecutor(
        0,
        most,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        tasks,
        task -> Thread.ofPlatform().daemon().name(name + number.incrementAndGet()).unstarted(task),
        tasks::keep);
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

    /** The threads, all busy a moment ago, may have gone before they could see the task. */
    void keep(Runnable task, ThreadPoolExecutor pool) {
      if (pool.isShutdown()) {
        return;
      }
      boolean ignored = super.offer(task);
      if (pool.getPoolSize() == 0 && remove(task)) {
        pool.execute(task);
      }
    }
  }
}
