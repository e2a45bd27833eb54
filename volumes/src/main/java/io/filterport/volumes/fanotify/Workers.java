package io.filterport.volumes.fanotify;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/** The threads that put events to the callbacks. They outlive whatever callbacks throw. */
final class Workers {
  private final FairLines lines;
  private final Counts counts;
  private final List<Thread> threads;

  Workers(int count, Counts counts) {
    this.lines = new FairLines(count, System::nanoTime);
    this.counts = counts;
    ThreadFactory factory =
        Thread.ofPlatform().daemon().name("filterport-fanotify-worker-", 0).factory();
    this.threads = Stream.generate(() -> factory.newThread(this::run)).limit(count).toList();
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** A worker will run it. */
  void add(PendingEvent event) {
    lines.add(event);
  }

  /** No worker need run it that has not begun. */
  void remove(PendingEvent event) {
    lines.remove(event);
  }

  private void run() {
    while (step()) {}
  }

  /** {@return false at the end} A worker outlives every error: others wait. */
  private boolean step() {
    try {
      PendingEvent event = lines.next();
      if (event != null) {
        work(event);
      }
      return event != null;
    } catch (Throwable e) { // out of memory perhaps
      AfterError.pause();
      return true;
    }
  }

  private void work(PendingEvent event) {
    try {
      event.run();
    } catch (Throwable e) {
      counts.add(Count.INTERNAL_ERRORS);
    } finally {
      boolean _ = Thread.interrupted(); // what a callback leaves is not for the next one
      end(event);
    }
  }

  /** An event that is not ended would take a worker from its user for ever. */
  private void end(PendingEvent event) {
    boolean ended = false;
    while (!ended) {
      try {
        lines.end(event);
        ended = true;
      } catch (OutOfMemoryError e) {
        AfterError.pause();
      }
    }
  }

  /** Ends the threads; a callback that still runs keeps its thread until it returns. */
  void close() {
    lines.close();
  }
}
