package io.filterport.linux;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets {@link Thread#interrupt} end a futex wait. One per thread.
 *
 * <p>The kernel knows nothing of Java's interrupts. A selector has the only public hook: between
 * {@link #begin} and {@link #end} of the waiting thread, the interrupting thread runs {@link
 * #wakeup}. There it wakes the address. One wake is not enough: the waiter may have passed {@code
 * begin()} and not yet be in the kernel, where a wake meets nobody; and the word, which would make
 * the kernel refuse the wait, belongs to a protocol of others and cannot be changed. So the
 * interrupting thread repeats the wake until the waiter's turn is over: at most one wake is lost
 * per instruction gap, the next one, {@value #FIRST_PAUSE_NANOS} ns to {@value
 * #LONGEST_PAUSE_NANOS} ns later, ends the wait.
 *
 * <p>It gives up after {@value #LIMIT_NANOS} ns. So long is only a waiter stuck that does not run
 * at all (a debugger holds its thread); the interrupting thread must not hang with it.
 *
 * <p>The wake is for all who sleep at the address, since it could otherwise meet another than the
 * one meant. Everyone who waits on a futex must expect to be woken for nothing.
 */
final class InterruptibleWait extends AbstractSelector {
  static final long FIRST_PAUSE_NANOS = 1_000;
  static final long LONGEST_PAUSE_NANOS = 1_000_000;
  static final long LIMIT_NANOS = 10_000_000_000L;

  private static final ThreadLocal<InterruptibleWait> OF_THREAD =
      ThreadLocal.withInitial(InterruptibleWait::new);

  private final Thread owner = Thread.currentThread();

  /* of the owner */
  private long turns;

  /* written by the owner, address first; read by interrupting threads, turn first */
  private volatile long address;
  private volatile long turn;

  private InterruptibleWait() {
    super(null);
  }

  static InterruptibleWait ofThisThread() {
    return OF_THREAD.get();
  }

  /**
   * Must be followed by {@link #leave} if true.
   *
   * @return false if the thread is interrupted and must not wait
   */
  boolean enter(long waitAddress) {
    address = waitAddress;
    turn = ++turns;
    begin();
    if (owner.isInterrupted()) {
      leave();
      return false;
    }
    return true;
  }

  void leave() {
    end();
    turn = ++turns;
  }

  int outcome(int result) {
    return result == 0 && owner.isInterrupted() ? -Errno.EINTR : result;
  }

  /** Run by the interrupting thread; by {@link #begin} itself if the interrupt came before. */
  @Override
  public Selector wakeup() {
    if (!Thread.currentThread().equals(owner)) {
      wakeUntilGone();
    }
    return this;
  }

  private void wakeUntilGone() {
    long seen = turn;
    long began = System.nanoTime();
    long pause = FIRST_PAUSE_NANOS;
    while (isWaiting(seen) && System.nanoTime() - began < LIMIT_NANOS) {
      Futex.wakeAll(address);
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  /** Odd turns are waits. */
  private boolean isWaiting(long seen) {
    return (seen & 1) != 0 && turn == seen;
  }

  @Override
  protected void implCloseSelector() {
    throw noSelector();
  }

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    throw noSelector();
  }

  @Override
  public Set<SelectionKey> keys() {
    throw noSelector();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    throw noSelector();
  }

  @Override
  public int selectNow() {
    throw noSelector();
  }

  @Override
  public int select(long timeout) {
    throw noSelector();
  }

  @Override
  public int select() {
    throw noSelector();
  }

  private static UnsupportedOperationException noSelector() {
    return new UnsupportedOperationException("only the interrupt hook of a selector");
  }
}
