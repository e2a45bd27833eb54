package io.filterport.ipc;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Pools of daemon threads, which are made when they are needed and end when they are idle. */
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
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task ->
                Thread.ofPlatform().daemon().name(name + number.incrementAndGet()).unstarted(task),
            new ThreadPoolExecutor.DiscardPolicy());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
