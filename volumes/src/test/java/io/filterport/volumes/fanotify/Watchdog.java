package io.filterport.volumes.fanotify;

import java.time.Duration;

/**
 * Ends this process if a test hangs: its end releases every opener and unmounts what it mounted.
 */
final class Watchdog implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int OUT_OF_TIME = 3;

  private final Thread thread;

  private Watchdog(Thread thread) {
    this.thread = thread;
  }

  static Watchdog start() {
    return new Watchdog(Thread.ofPlatform().daemon().name("watchdog").start(Watchdog::watch));
  }

  private static void watch() {
    try {
      Thread.sleep(LIMIT);
      System.err.println("A test with file events hangs: this process ends");
      Thread.getAllStackTraces().forEach(Watchdog::print);
      Runtime.getRuntime().halt(OUT_OF_TIME);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void print(Thread thread, StackTraceElement[] stack) {
    System.err.println(thread);
    for (StackTraceElement element : stack) {
      System.err.println("    at " + element);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
