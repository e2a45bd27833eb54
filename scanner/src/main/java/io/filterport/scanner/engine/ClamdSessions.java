package io.filterport.scanner.engine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sessions of an engine: a fixed number at most, kept for the next scan. Thread-safe. */
final class ClamdSessions implements AutoCloseable {
  private final ClamdOptions options;
  private final ClamdTimes times;
  private final Runnable lost;
  private final Semaphore free;

  // guarded by this
  private final Deque<ClamdSession> kept = new ArrayDeque<>();
  private boolean closed;

  /**
   * Makes a pool without sessions.
   *
   * @param lost told when clamd has closed a session that was kept: it may be another clamd now
   */
  ClamdSessions(ClamdOptions options, ClamdTimes times, Runnable lost) {
    this.options = options;
    this.times = times;
    this.lost = lost;
    this.free = new Semaphore(options.connections());
  }

  /** {@return a session beside the pool, of whoever asks for it} */
  ClamdSession open() throws EngineUnavailableException {
    return ClamdSession.open(options.socket().toString(), times.silenceNanos());
  }

  /**
   * {@return a session, to be {@linkplain #giveBack given back}} Waits while all are in use.
   *
   * @throws InterruptedIOException if the thread was interrupted meanwhile, and still is
   * @throws IOException if none became free in the time for one scan
   */
  ClamdSession take() throws IOException {
    acquire();
    try {
      ClamdSession session = fromKept();
      return session != null ? session : open();
    } catch (IOException | RuntimeException | Error e) {
      free.release();
      throw e;
    }
  }

  private void acquire() throws IOException {
    try {
      if (!free.tryAcquire(times.scanNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException(
            "All " + options.connections() + " connections to clamd were busy for too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The scan was interrupted before it began");
    }
  }

  private @Nullable ClamdSession fromKept() {
    ClamdSession session = poll();
    while (session != null && session.isStale()) {
      session.close();
      lost.run();
      session = poll();
    }
    return session;
  }

  private synchronized @Nullable ClamdSession poll() {
    return kept.poll();
  }

  /**
   * Keeps the session, or ends it if an answer is outstanding or was wrong.
   *
   * @param session from {@link #take}
   */
  void giveBack(ClamdSession session) {
    if (!session.isIdle() || !keep(session)) {
      session.close();
    }
    free.release();
  }

  private synchronized boolean keep(ClamdSession session) {
    if (!closed) {
      kept.push(session);
    }
    return !closed;
  }

  /** Ends the sessions that are kept now, and the others when they come back. */
  @Override
  public synchronized void close() {
    closed = true;
    kept.forEach(ClamdSession::close);
    kept.clear();
  }
}
