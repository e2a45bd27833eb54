package io.filterport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/** What one wait on an {@link Epoll} brought. For one thread; used again for every wait. */
public final class EpollEvents {
  private static final MethodHandle WAIT =
      Native.function(
          "epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

  private final int capacity;
  private final MemorySegment events;
  private int count;

  /**
   * Makes a buffer.
   *
   * @param capacity how many events one wait can bring, at least 1
   */
  public EpollEvents(int capacity) {
    this.capacity = capacity;
    this.events = Arena.ofAuto().allocate((long) capacity * Arch.EPOLL_EVENT_SIZE, Long.BYTES);
  }

  /**
   * {@return the number of events, 0 after the timeout, or -errno} An interrupt of the thread does
   * not end the wait: watch an {@link EventFd} too.
   *
   * @param epoll from {@link Epoll#create}
   * @param timeoutMillis how long at most; 0 looks only, -1 waits for ever
   */
  public int await(int epoll, int timeoutMillis) {
    int result =
        Native.callInt(s -> (int) WAIT.invokeExact(s, epoll, events, capacity, timeoutMillis));
    count = Math.max(result, 0);
    return result;
  }

  /**
   * {@return the events of a descriptor}
   *
   * @param index less than the number of events
   */
  public int events(int index) {
    return events.get(JAVA_INT_UNALIGNED, at(index) + Epoll.EVENTS);
  }

  /**
   * {@return the key of a descriptor}
   *
   * @param index less than the number of events
   */
  public long key(int index) {
    return events.get(JAVA_LONG_UNALIGNED, at(index) + Arch.EPOLL_DATA);
  }

  private long at(int index) {
    return (long) Objects.checkIndex(index, count) * Arch.EPOLL_EVENT_SIZE;
  }
}
