package io.filterport.volumes.fanotify;

import io.filterport.linux.PidFd;
import io.filterport.volume.FileOperation;
import io.filterport.volumes.Decision;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A permission event that was put to the callbacks. Safe for use by any thread.
 *
 * <p>Two rules live here. Whoever {@linkplain #claim() claims} it first answers it, nobody else.
 * And its descriptors are closed when the answer is written <em>and</em> no worker uses them any
 * more: a number that was closed earlier would soon be another event's file.
 *
 * @see EventTable
 */
final class PendingEvent implements Runnable {
  private final Consumer<PendingEvent> work;

  /** An object, so that no answer needs memory to be forgotten. */
  private final Long sequence;

  private final OpenEvent opened;
  private final OpenedFile file;
  private final long user;
  private final long begunNanos = System.nanoTime();

  /** Put off under the monitor; the table reads it without. */
  private volatile long deadlineNanos;

  /** Written by the one who decides, before he hands it on. */
  private @Nullable Decision decision;

  /** Written by whoever has answered it, before he tells of it. */
  private long answeredNanos;

  // guarded by this
  private boolean claimed;
  private boolean asksForMore;
  private int extensions;
  private int holds = 1;

  PendingEvent(
      Consumer<PendingEvent> work,
      long sequence,
      OpenEvent opened,
      OpenedFile file,
      long user,
      long deadlineNanos,
      int extensions) {
    this.work = work;
    this.sequence = sequence;
    this.opened = opened;
    this.file = file;
    this.user = user;
    this.deadlineNanos = deadlineNanos;
    this.extensions = extensions;
  }

  /** What a worker does with it. */
  @Override
  public void run() {
    work.accept(this);
  }

  Long sequence() {
    return sequence;
  }

  OpenEvent opened() {
    return opened;
  }

  OpenedFile file() {
    return file;
  }

  /** {@return of the opener, or {@link io.filterport.security.AccessToken#UNKNOWN}} */
  long user() {
    return user;
  }

  FileOperation.Kind kind() {
    return opened.kind();
  }

  /** It was answered now. */
  void answered() {
    answeredNanos = System.nanoTime();
  }

  /**
   * {@return nanoseconds from when it was taken in until it was {@linkplain #answered answered}}
   */
  long nanosToAnswer() {
    return answeredNanos - begunNanos;
  }

  /** {@return nanoseconds until the default verdict, on the monotonic clock; may be negative} */
  long nanosLeft() {
    return deadlineNanos - System.nanoTime();
  }

  /** {@return whether the default verdict counts before that moment, on the monotonic clock} */
  boolean isDueBefore(long nanoTime) {
    return deadlineNanos - nanoTime < 0;
  }

  /**
   * {@return nanoseconds until the default verdict, if more time is asked for as often as possible}
   */
  synchronized long mostNanosLeft(long timeLimitNanos) {
    return nanosLeft() + extensions * timeLimitNanos;
  }

  /** {@return whether the deadline will be put off} */
  synchronized boolean askForMore() {
    asksForMore = !claimed && extensions > 0;
    return asksForMore;
  }

  /** {@return whether the deadline was put off: a worker asked for it since the last time} */
  synchronized boolean extend(long timeLimitNanos) {
    boolean extended = asksForMore && !claimed;
    if (extended) {
      asksForMore = false;
      extensions--;
      deadlineNanos = System.nanoTime() + timeLimitNanos;
    }
    return extended;
  }

  /**
   * {@return whether the caller is the one to decide} Then it sees to it that the kernel gets the
   * answer and the event is {@linkplain #release() released}.
   */
  synchronized boolean claim() {
    boolean first = !claimed;
    claimed = true;
    return first;
  }

  /** For the one who has claimed it, or who alone knows it. */
  void decide(Decision made) {
    decision = made;
  }

  /** {@return what was {@linkplain #decide decided}} */
  Decision decision() {
    return Objects.requireNonNull(decision);
  }

  /**
   * {@return whether it is decided, or the opener is dead} For whoever {@linkplain #hold() holds}
   * it.
   */
  boolean isAbandoned() {
    return isClaimed() || (opened.pidfd() >= 0 && !PidFd.isAlive(opened.pidfd()));
  }

  private synchronized boolean isClaimed() {
    return claimed;
  }

  /**
   * {@return whether the descriptors stay open until the caller {@linkplain #release() releases}
   * them; false if the event is decided already}
   */
  synchronized boolean hold() {
    if (claimed) {
      return false;
    }
    holds++;
    return true;
  }

  void release() {
    if (isLast()) {
      opened.close();
    }
  }

  private synchronized boolean isLast() {
    return --holds == 0;
  }
}
