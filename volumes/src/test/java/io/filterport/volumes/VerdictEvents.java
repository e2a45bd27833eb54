package io.filterport.volumes;

import io.filterport.volume.VerdictEvent;
import io.filterport.volume.VerdictListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A listener that keeps what it hears, and can be made to block. */
public final class VerdictEvents implements VerdictListener {
  private final boolean all;
  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE);
  private final CountDownLatch blocked = new CountDownLatch(1);
  private volatile boolean closed;

  // guarded by this
  private final List<VerdictEvent> events = new ArrayList<>();
  private long lost;

  private VerdictEvents(boolean all) {
    this.all = all;
  }

  public static VerdictEvents ofDenials() {
    return new VerdictEvents(false);
  }

  public static VerdictEvents ofAll() {
    return new VerdictEvents(true);
  }

  @Override
  public boolean wantsAllowed() {
    return all;
  }

  @Override
  public void onVerdict(VerdictEvent event) {
    pass();
    synchronized (this) {
      events.add(event);
      notifyAll();
    }
  }

  @Override
  public void onLost(long verdicts) {
    pass();
    synchronized (this) {
      lost += verdicts;
      notifyAll();
    }
  }

  private void pass() {
    if (closed) {
      blocked.countDown();
    }
    gate.acquireUninterruptibly();
    gate.release();
  }

  /** From now on it hears nothing, and whoever tells it stays. */
  public void block() {
    closed = true;
    gate.drainPermits();
  }

  /** Returns when somebody stays. */
  public void awaitBlocked() throws InterruptedException {
    blocked.await();
  }

  public void unblock() {
    closed = false;
    gate.release(Integer.MAX_VALUE);
  }

  public synchronized List<VerdictEvent> events() {
    return List.copyOf(events);
  }

  /** {@return the events, when it has heard of so many verdicts: told, or lost} */
  public synchronized List<VerdictEvent> await(long verdicts) throws InterruptedException {
    while (heardOf() < verdicts) {
      wait();
    }
    return events();
  }

  /** {@return the verdicts that were told or lost} */
  public synchronized long heardOf() {
    return events.size() + lost + events.stream().mapToLong(VerdictEvent::lostBefore).sum();
  }

  /** {@return what was told to be lost with no event after it} */
  public synchronized long lostAtTheEnd() {
    return lost;
  }
}
