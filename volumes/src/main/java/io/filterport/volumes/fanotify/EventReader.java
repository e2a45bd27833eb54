package io.filterport.volumes.fanotify;

import io.filterport.linux.Errno;
import io.filterport.linux.FanotifyEvents;
import java.util.function.Consumer;

/**
 * The thread that reads events. While it waits for anything but events, everybody who opens a file
 * there waits for it.
 */
final class EventReader implements AutoCloseable {
  private final int group;
  private final Consumer<FanotifyEvents> intake;
  private final Counts counts;
  private final FanotifyEvents events;
  private final EventWait wait;
  private final Thread thread;

  /** From the end of a wait for events to the next wait; written by the reader. */
  private volatile boolean busy;

  EventReader(String name, int group, long bytes, Consumer<FanotifyEvents> intake, Counts counts) {
    this.group = group;
    this.intake = intake;
    this.counts = counts;
    this.events = new FanotifyEvents(bytes);
    this.wait = EventWait.on(group);
    this.thread =
        Thread.ofPlatform().daemon().name("filterport-fanotify-" + name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (wait.await()) {
      busy = true;
      read();
      busy = false;
    }
    while (read()) {}
  }

  boolean isBusy() {
    return busy;
  }

  /** {@return whether there may be more} After an error there is: the kernel denied that event. */
  private boolean read() {
    int result = events.read(group);
    if (result < 0 && result != -Errno.EAGAIN && result != -Errno.EINTR) {
      counts.add(Count.UNREADABLE);
    }
    while (events.next()) {
      take();
    }
    return result != 0 && result != -Errno.EAGAIN;
  }

  /** The reader outlives every error: without it nobody could open a file there. */
  private void take() {
    try {
      intake.accept(events);
    } catch (Throwable e) {
      counts.add(Count.INTERNAL_ERRORS);
    }
  }

  /** Takes what waits to be read now, and ends the thread. No event may come any more. */
  @Override
  public void close() {
    wait.end();
    Joining.join(thread);
    wait.close();
  }
}
