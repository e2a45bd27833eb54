package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Epoll;
import io.filterport.linux.EpollEvents;
import io.filterport.linux.Errno;
import io.filterport.linux.EventFd;

/** Waits for events, or for the end. One thread waits; any thread may end it. */
final class EventWait implements AutoCloseable {
  private static final long END = 1;
  private static final long EVENTS = 2;

  private final int end;
  private final int epoll;
  private final EpollEvents ready = new EpollEvents(2);

  private EventWait(int end, int epoll) {
    this.end = end;
    this.epoll = epoll;
  }

  static EventWait on(int group) {
    EventWait wait = new EventWait(EventFd.create(), Epoll.create());
    int added = wait.add(wait.end, END);
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

  /** {@return whether there may be events; false for ever after {@link #end()}} */
  boolean await() {
    int count = ready.await(epoll, -1);
    for (int i = 0; i < count; i++) {
      if (ready.key(i) == END) {
        return false;
      }
    }
    return true;
  }

  void end() {
    EventFd.signal(end);
  }

  /** Nobody may wait any more. */
  @Override
  public void close() {
    OpenEvent.close(epoll);
    OpenEvent.close(end);
  }
}
