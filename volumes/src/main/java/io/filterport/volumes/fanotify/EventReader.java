package io.filterport.volumes.fanotify;

import io.filterport.linux.Errno;
import io.filterport.linux.FanotifyEvents;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The thread that reads events. While it waits for anything but events, or room for them, everybody
 * who opens a file there waits for it.
 */
final class EventReader implements AutoCloseable {
  private final int group;
  private final EventWait wait;
  private final Backlog backlog;
  private final FanotifyEvents events;
  private final EventIntake intake;
  private final Counts counts;
  private final Thread thread;

  /** Written by the reader. */
  private volatile State state = State.WAITING;

  /** Whether the end of a read has failed: there may be no more events to end the wait for them. */
  private boolean unanswered;

  private final AtomicLong turns = new AtomicLong();

  private enum State {
    /** For events. */
    WAITING,
    /** From the end of that wait to the next. */
    READING,
    /** For room, at most until the time of an event that it left is over. */
    RESTING
  }

  /**
   * Makes a reader that has yet to start.
   *
   * @param name of its thread
   * @param group what to read from
   * @param wait for it, and not for others; stays the caller's
   * @param backlog how much to read when
   * @param bytes room for the events of one read
   * @param intake takes each of them
   * @param counts of what goes wrong
   */
  EventReader(
      String name,
      int group,
      EventWait wait,
      Backlog backlog,
      long bytes,
      EventIntake intake,
      Counts counts) {
    this.group = group;
    this.wait = wait;
    this.backlog = backlog;
    this.events = new FanotifyEvents(bytes);
    this.intake = intake;
    this.counts = counts;
    this.thread =
        Thread.ofPlatform().daemon().name("filterport-fanotify-" + name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** {@return whether it waits for room} */
  boolean isResting() {
    return state == State.RESTING;
  }

  boolean isReading() {
    return state == State.READING;
  }

  /** {@return a number that grows while the reader goes on, whatever it reads} */
  long turns() {
    return turns.get();
  }

  private void run() {
    while (stepSafely() || !wait.isEnded()) {
      turns.incrementAndGet();
    }
  }

  /** The reader outlives every error: without it nobody could open a file there. */
  private boolean stepSafely() {
    try {
      return step();
    } catch (Throwable e) { // out of memory perhaps
      state = State.READING;
      counts.add(Count.INTERNAL_ERRORS);
      AfterError.pause();
      return true;
    }
  }

  /** {@return whether there may be more} */
  private boolean step() {
    if (unanswered) {
      endRead();
      return true;
    }
    int most = backlog.most();
    if (most == 0) {
      rest();
      return true;
    }
    if (!backlog.isLeft()) {
      state = State.WAITING;
      wait.awaitEvents();
      state = State.READING;
    }
    return read(most);
  }

  private void rest() {
    state = State.RESTING;
    wait.awaitCall(backlog.restMillis());
    state = State.READING;
  }

  /**
   * {@return whether there may be more} After an error there is: the kernel denied that event.
   * EAGAIN is one, too, if it comes from the event's file.
   */
  private boolean read(int most) {
    int result = events.read(group, FanotifyEvents.bytesFor(most));
    if (result == 0 || result == -Errno.EAGAIN) {
      endRead();
      return !backlog.sawNone();
    }
    if (result < 0 && result != -Errno.EINTR) {
      counts.add(Count.UNREADABLE);
    }
    while (events.next()) {
      backlog.next();
      take();
    }
    endRead();
    return true;
  }

  /** What goes wrong with one event leaves the others of the read. */
  private void take() {
    try {
      intake.take(events);
    } catch (Throwable e) {
      counts.add(Count.INTERNAL_ERRORS);
    }
  }

  private void endRead() {
    unanswered = true;
    try {
      intake.endOfRead();
      unanswered = false;
    } catch (Throwable e) { // out of memory perhaps
      counts.add(Count.INTERNAL_ERRORS);
      AfterError.pause();
    }
  }

  /** Takes what waits to be read now, and ends the thread. No event may come any more. */
  @Override
  public void close() {
    wait.end();
    Joining.join(thread);
  }
}
