package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Epoll;
import io.filterport.linux.EpollEvents;
import io.filterport.linux.Errno;
import io.filterport.linux.EventFd;
import io.filterport.linux.Poll;

/** Waits for events, for room, or for the end. One thread waits; any thread may wake or end it. */
final class EventWait implements AutoCloseable {
  private static final long WAKE = 1;
  private static final long EVENTS = 2;

  private final int wake;
  private final int epoll;
  private final EpollEvents ready = new EpollEvents(2);
  private volatile boolean ended;

  private EventWait(int wake, int epoll) {
    this.wake = wake;
    this.epoll = epoll;
  }

  static EventWait on(int group) {
    EventWait wait = new EventWait(EventFd.create(), Epoll.create());
    int added = wait.add(wait.wake, WAKE);
    int result = added < 0 ? added : wait.add(group, EVENTS);
    if (result < 0) {
      wait.close();
      throw new FilterPortException(
          "preparing to read events (" + Errno.name(result) + ")",
          NtStatus.INSUFFICIENT_RESOURCES,
          "This process needs more descriptors: ulimit -n");
    }
    return wait;
  }

  private int add(int fd, long key) {
    return Epoll.add(epoll, fd, Epoll.IN, key);
  }

  /** Waits until there are events, or somebody calls; after {@link #end()} not at all. */
  void awaitEvents() {
    int count = ended ? 0 : ready.await(epoll, -1);
    for (int i = 0; i < count; i++) {
      if (ready.key(i) == WAKE) {
        EventFd.drain(wake);
      }
    }
  }

  /**
   * Waits until somebody calls, whatever events there are.
   *
   * @param millis for how long at most
   */
  void awaitCall(int millis) {
    if (Poll.await(wake, Poll.IN, millis) > 0) {
      EventFd.drain(wake);
    }
  }

  /** Calls the one that waits, or will. */
  void call() {
    EventFd.signal(wake);
  }

  boolean isEnded() {
    return ended;
  }

  void end() {
    ended = true;
    call();
  }

  /** Nobody may wait any more. */
  @Override
  public void close() {
    OpenEvent.close(epoll);
    OpenEvent.close(wake);
  }
}
