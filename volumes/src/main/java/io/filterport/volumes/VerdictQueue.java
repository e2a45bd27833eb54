package io.filterport.volumes;

import io.filterport.spi.Losses;
import io.filterport.spi.Losses.Reason;
import io.filterport.volume.VerdictEvent;
import io.filterport.volume.VerdictListener;
import io.filterport.volume.VolumeOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts of one volume that its listener was not told of yet. Safe for use by any thread.
 *
 * <p>Threads that tell are those that decide, and never wait: not for the listener, not for room.
 * What has no room is counted. The count goes with the next event that has room, so that it stands
 * where the gap is; or it is told alone, as soon as the listener has heard all in front of the gap.
 */
public final class VerdictQueue implements AutoCloseable {
  /** The most events that wait. */
  static final int CAPACITY = 4096;

  private final VolumeOptions options;
  private final VerdictListener listener;
  private final boolean wantsAllowed;
  private final Queue<VerdictEvent> waiting;

  /** Those that the listener was not told of yet. */
  private final AtomicLong lost = new AtomicLong();

  private final Losses losses = new Losses(Reason.values());

  /** Null if nobody listens. */
  private final @Nullable Thread teller;

  private volatile boolean closed;

  /**
   * Makes an empty queue, and a thread that tells the listener, if there is one.
   *
   * @param options the volume's
   */
  public VerdictQueue(VolumeOptions options) {
    this.options = options;
    this.listener = options.listener();
    this.wantsAllowed = listener.wantsAllowed();
    boolean isHeard = !listener.equals(VerdictListener.NONE);
    this.waiting = new ArrayBlockingQueue<>(isHeard ? CAPACITY : 1);
    this.teller = isHeard ? start() : null;
  }

  private Thread start() {
    return Thread.ofPlatform().daemon().name("filterport-verdicts").start(this::run);
  }

  /**
   * {@return whether the listener wants to hear of it} Then it is worth looking up who asked.
   *
   * @param decision of the volume
   */
  public boolean wants(Decision decision) {
    return teller != null && (!decision.verdict().allowed() || wantsAllowed);
  }

  /**
   * Has the listener told, or counts.
   *
   * @param decision that the listener {@linkplain #wants wants} to hear of
   * @param operation what it is about
   */
  public void tell(Decision decision, AskedAbout operation) {
    VerdictEvent event = operation.decided(options.name(), decision);
    if (!offer(event)) {
      lost.incrementAndGet();
      losses.add(Reason.NO_ROOM);
    }
    LockSupport.unpark(teller);
  }

  /** With what was lost before it; that stays lost if there is no room, or no memory to tell it. */
  private boolean offer(VerdictEvent event) {
    long before = lost.getAndSet(0);
    boolean offered = false;
    try {
      offered = waiting.offer(before == 0 ? event : event.withLostBefore(before));
      return offered;
    } finally {
      lost.addAndGet(offered ? 0 : before);
    }
  }

  /**
   * Counts a verdict of which there is no event, if the listener wants to hear of it.
   *
   * @param decision of the volume
   */
  public void lose(Decision decision) {
    if (wants(decision)) {
      lost.incrementAndGet();
      losses.add(Reason.FAILED);
      LockSupport.unpark(teller);
    }
  }

  /** {@return how many verdicts the listener never hears of, by reason; empty if nobody listens} */
  public Map<String, Long> losses() {
    return teller == null ? Map.of() : losses.byReason();
  }

  private void run() {
    boolean over = false;
    while (!over) {
      boolean isLast = closed;
      if (!tellNext() && !tellLoss()) {
        over = isLast;
        rest(isLast);
      }
    }
  }

  private void rest(boolean isLast) {
    if (!isLast) {
      LockSupport.park(this);
    }
  }

  /** {@return whether there was an event} */
  private boolean tellNext() {
    VerdictEvent event = waiting.poll();
    if (event != null && !isHeard(() -> listener.onVerdict(event))) {
      lost.addAndGet(event.lostBefore() + 1);
      losses.add(Reason.NOT_WRITTEN);
    }
    return event != null;
  }

  /** {@return whether there was a loss, and it was heard of} */
  private boolean tellLoss() {
    long verdicts = lost.getAndSet(0);
    if (verdicts == 0) {
      return false;
    }
    boolean heard = isHeard(() -> listener.onLost(verdicts));
    if (!heard) {
      lost.addAndGet(verdicts);
    }
    return heard;
  }

  /** Whatever a listener throws, there is more to be told. */
  private static boolean isHeard(Runnable call) {
    try {
      call.run();
      return true;
    } catch (Throwable e) { // checked ones too, from other languages
      return false;
    }
  }

  /**
   * Tells what is left, for the volume's time limit at most, and ends the thread; a listener that
   * hangs keeps it until it returns. A second call does nothing.
   */
  @Override
  public void close() {
    closed = true;
    if (teller != null && !teller.equals(Thread.currentThread())) {
      LockSupport.unpark(teller);
      awaitEnd(teller);
      loseTheRest();
    }
  }

  private void loseTheRest() {
    while (waiting.poll() != null) {
      losses.add(Reason.NOT_WRITTEN);
    }
  }

  private void awaitEnd(Thread ending) {
    try {
      boolean ignored = ending.join(Duration.ofNanos(options.timeLimitNanos()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
