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
    PendingEvent event = lines.next(null);
    while (event != null) {
      work(event);
      event = lines.next(event);
    }
  }

  private void work(PendingEvent event) {
    try {
      event.run();
    } catch (Throwable e) { // out of memory perhaps, but others wait
      counts.add(Count.INTERNAL_ERRORS);
    }
    boolean _ = Thread.interrupted(); // what a callback leaves is not for the next one
  }

  /** Ends the threads; a callback that still runs keeps its thread until it returns. */
  void close() {
    lines.close();
  }
}
