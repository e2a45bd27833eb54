package io.filterport.volumes.fanotify;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Gives answers, in bursts where many wait for one. Safe for use by any thread.
 *
 * <p>With every answer the kernel wakes everybody who waits for an answer of the group, and all but
 * one go to sleep again. Where two thousand wait, an answer costs two thousand wakes: some
 * milliseconds of all processors, and whoever scans for the others stands in line with them. But
 * who was woken and has not had his turn yet is not woken again. So where many wait, an answer is
 * held for others, about as long as it takes to wake everybody, and all are given with one system
 * call. Then the wakes are paid once for all of them.
 *
 * <pre>
 *   one by one:  scan, 2,000 wakes, scan, 2,000 wakes, scan, 2,000 wakes ...
 *   in bursts:   scan, scan, scan ... (as long as 2,000 wakes take) ..., 2,000 wakes, scan, scan ...
 * </pre>
 *
 * @param <A> an answer
 */
final class Bursts<A> implements AutoCloseable {
  /** Among so many an answer is given at once: they are awake before a timer would be over. */
  static final int FEW = 8;

  /** About what it takes to wake one in vain, until it sleeps again. */
  private static final long WAKE_NANOS = 5_000;

  /** An answer is held no longer. */
  private static final long MOST_HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private final IntSupplier waiting;
  private final Consumer<A> one;
  private final Consumer<Queue<A>> all;
  private final BlockingQueue<A> held;
  private final Thread thread;

  /** An interrupt alone may be swallowed by whoever gives. */
  private volatile boolean closed;

  // used by the thread only; large enough from the beginning
  private final Queue<A> burst;

  /**
   * Makes one that has yet to start.
   *
   * @param most answers that are not finished yet
   * @param waiting how many wait for one
   * @param one gives an answer
   * @param all gives many, and takes out what must not be given again: if it throws, it gets the
   *     others once more
   */
  Bursts(int most, IntSupplier waiting, Consumer<A> one, Consumer<Queue<A>> all) {
    this.waiting = waiting;
    this.one = one;
    this.all = all;
    this.held = new ArrayBlockingQueue<>(most);
    this.burst = new ArrayDeque<>(most);
    this.thread =
        Thread.ofPlatform().daemon().name("filterport-fanotify-answers").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Gives an answer, now or soon. */
  void give(A answer) {
    if (waiting.getAsInt() <= FEW || !held.offer(answer)) {
      one.accept(answer);
    }
  }

  private void run() {
    while (!closed && step()) {}
    giveAll();
  }

  /** {@return false at the end} What could not be given is given again. */
  private boolean step() {
    try {
      if (burst.isEmpty()) {
        burst.add(held.take());
      }
      hold(Math.min(waiting.getAsInt() * WAKE_NANOS, MOST_HOLD_NANOS));
      giveAll();
      return true;
    } catch (InterruptedException e) { // nobody does that to this thread but to end it
      return false;
    } catch (Throwable e) { // out of memory perhaps, but who is held waits for this thread
      AfterError.pause();
      return true;
    }
  }

  private void hold(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private void giveAll() {
    held.drainTo(burst);
    all.accept(burst);
    burst.clear();
  }

  /** Gives what is held, and ends the thread. No answer may be given any more. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Joining.join(thread);
  }
}
