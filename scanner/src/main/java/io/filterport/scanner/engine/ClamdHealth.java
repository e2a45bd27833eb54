package io.filterport.scanner.engine;

import io.filterport.NtStatus;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Whether clamd is worth asking: the breaker between scans and a clamd that is gone. Thread-safe.
 *
 * <p>Closed, it counts failures; an answer begins the count anew. At {@link #MAX_FAILURES} in a row
 * it opens, and no scan waits for clamd any more. From then on one thread, {@code
 * filterport-clamd}, asks for the version, at intervals that double. Its first answer closes the
 * breaker. A scan that was under way and gets its verdict after all does not: clamd may have
 * stopped just behind it.
 *
 * <p>The same thread asks for the version while all is well, and soon after a session was lost,
 * because a clamd that was started again may have other signatures.
 */
final class ClamdHealth implements AutoCloseable {
  static final int MAX_FAILURES = 3;

  /** Asks clamd for its version, on a session of its own. */
  @FunctionalInterface
  interface Probe {
    String version() throws EngineUnavailableException;
  }

  private final ClamdTimes times;
  private final Probe probe;
  private final Consumer<String> observer;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("filterport-clamd").unstarted(this::run);

  private volatile String version = "";

  /** Written under this. */
  private volatile int failures;

  // guarded by this
  private long intervalNanos;
  private long due;
  private boolean closed;

  ClamdHealth(ClamdTimes times, Probe probe, Consumer<String> observer) {
    this.times = times;
    this.probe = probe;
    this.observer = observer;
  }

  /** Asks once, now, and then goes on by itself. */
  void start() throws EngineUnavailableException {
    answeredProbe(probe.version());
    thread.start();
  }

  /** {@return the last answer; empty if there was none, or it does not name the signatures} */
  String version() {
    return version;
  }

  boolean isDown() {
    return failures >= MAX_FAILURES;
  }

  void requireUp() throws EngineUnavailableException {
    if (isDown()) {
      throw EngineUnavailableException.notAsked("clamd is not asked while it fails");
    }
  }

  /** A scan got its answer. */
  void answered() {
    if (failures > 0) {
      forgetFailures();
    }
  }

  private synchronized void forgetFailures() {
    if (!isDown()) {
      failures = 0;
    }
  }

  /** A scan, or a ping for one, had no answer. */
  void failed(EngineUnavailableException why) {
    if (why.wasAsked() && count()) {
      tell("clamd is not asked any more until it answers: " + why.getMessage());
    }
  }

  /** {@return whether this one opened the breaker} */
  private synchronized boolean count() {
    if (isDown()) {
      return false;
    }
    failures++;
    if (isDown()) {
      intervalNanos = times.firstProbeNanos();
      probeIn(intervalNanos);
    }
    return isDown();
  }

  /** A session was lost that was not in use. */
  synchronized void mayBeAnother() {
    if (!isDown()) {
      probeIn(0);
    }
  }

  private synchronized void probeIn(long nanos) {
    due = System.nanoTime() + nanos;
    notifyAll();
  }

  // ---- the thread

  private void run() {
    while (awaitDue()) {
      look();
    }
  }

  /** {@return false at the end} */
  private synchronized boolean awaitDue() {
    try {
      long left = due - System.nanoTime();
      while (!closed && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = due - System.nanoTime();
      }
      return !closed;
    } catch (InterruptedException e) { // nobody does that to this thread but to end it
      return false;
    }
  }

  /** Probes now. By any thread. */
  void look() {
    try {
      answeredProbe(probe.version());
    } catch (EngineUnavailableException e) {
      failedProbe();
      failed(e);
    } catch (Throwable e) { // whatever it is, without this thread nobody would ask clamd again
      failedProbe();
      failed(new EngineUnavailableException("asking it failed: " + e, NtStatus.UNSUCCESSFUL));
    }
  }

  private void answeredProbe(String told) {
    version = told;
    if (recover()) {
      tell("clamd answers again");
    }
  }

  /** {@return whether that closed the breaker} */
  private synchronized boolean recover() {
    boolean wasDown = isDown();
    failures = 0;
    probeIn(times.refreshNanos());
    return wasDown;
  }

  private synchronized void failedProbe() {
    if (isDown()) {
      intervalNanos = Math.min(2 * intervalNanos, times.longestProbeNanos());
      probeIn(intervalNanos);
    } else {
      probeIn(times.firstProbeNanos());
    }
  }

  /** Whoever scans needs an answer more than a line. */
  private void tell(String text) {
    try {
      observer.accept(text);
    } catch (RuntimeException e) {
      // it has no line to tell this in either
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
