package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EpollTest {
  private static final long KEY = 0x123456789abcdef0L;

  private final int epoll = Epoll.create();
  private final int event = EventFd.create();
  private final int[] pair = new int[2];
  private final EpollEvents events = new EpollEvents(4);

  @BeforeEach
  void connect() {
    assertThat(UnixSocket.pair(UnixSocket.SEQPACKET, pair)).isZero();
  }

  @AfterEach
  void close() {
    Fds.close(epoll);
    Fds.close(event);
    Arrays.stream(pair).forEach(Fds::close);
  }

  @Test
  void eachReadyDescriptorComesWithItsKey() {
    assertThat(Epoll.add(epoll, event, Epoll.IN, KEY)).isZero();
    assertThat(Epoll.add(epoll, pair[0], Epoll.OUT, -1)).isZero();
    assertThat(EventFd.signal(event)).isZero();
    assertThat(events.await(epoll, -1)).isEqualTo(2);
    int first = events.key(0) == KEY ? 0 : 1;
    assertThat(events.key(first)).isEqualTo(KEY);
    assertThat(events.events(first)).isEqualTo(Epoll.IN);
    assertThat(events.key(1 - first)).isEqualTo(-1);
    assertThat(events.events(1 - first)).isEqualTo(Epoll.OUT);
  }

  @Test
  void nothingIsReady() {
    assertThat(Epoll.add(epoll, event, Epoll.IN, KEY)).isZero();
    assertThat(events.await(epoll, 0)).isZero();
    assertThatThrownBy(() -> events.key(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aPeerThatLeavesIsReported() {
    assertThat(Epoll.add(epoll, pair[0], Epoll.IN | Epoll.RDHUP, KEY)).isZero();
    UnixSocket.shutdown(pair[1], UnixSocket.SHUT_RDWR);
    assertThat(events.await(epoll, -1)).isEqualTo(1);
    assertThat(events.events(0)).isEqualTo(Epoll.IN | Epoll.RDHUP | Epoll.HUP);
  }

  @Test
  void whatIsModifiedOrRemovedCounts() {
    assertThat(Epoll.add(epoll, pair[0], Epoll.IN, 1)).isZero();
    assertThat(Epoll.add(epoll, pair[0], Epoll.IN, 1)).isEqualTo(-Errno.EEXIST);
    assertThat(events.await(epoll, 0)).isZero();
    assertThat(Epoll.modify(epoll, pair[0], Epoll.OUT, 2)).isZero();
    assertThat(events.await(epoll, -1)).isEqualTo(1);
    assertThat(events.key(0)).isEqualTo(2);
    assertThat(Epoll.remove(epoll, pair[0])).isZero();
    assertThat(events.await(epoll, 0)).isZero();
    assertThat(Epoll.modify(epoll, pair[0], Epoll.OUT, 2)).isEqualTo(-Errno.ENOENT);
  }

  @Test
  void aSignalFromAnotherThreadEndsTheWait() {
    assertThat(Epoll.add(epoll, event, Epoll.IN, KEY)).isZero();
    Thread.ofPlatform().start(() -> EventFd.signal(event));
    assertThat(events.await(epoll, -1)).isEqualTo(1);
  }

  @Test
  void signalsAddUpUntilDrained() {
    assertThat(EventFd.drain(event)).isEqualTo(-Errno.EAGAIN);
    EventFd.signal(event);
    EventFd.signal(event);
    assertThat(EventFd.drain(event)).isEqualTo(2);
    assertThat(EventFd.drain(event)).isEqualTo(-Errno.EAGAIN);
    assertThat(EventFd.signal(-1)).isEqualTo(-Errno.EBADF);
  }

  @Test
  void pollSeesOneDescriptor() {
    assertThat(Poll.await(pair[0], Poll.IN, 0)).isZero();
    assertThat(Poll.await(pair[0], Poll.IN | Poll.OUT, -1)).isEqualTo(Poll.OUT);
    try (Arena arena = Arena.ofConfined()) {
      UnixSocket.send(pair[1], arena.allocate(1));
    }
    UnixSocket.shutdown(pair[1], UnixSocket.SHUT_RDWR);
    assertThat(Poll.await(pair[0], Poll.IN | Poll.RDHUP, -1))
        .isEqualTo(Poll.IN | Poll.RDHUP | Poll.HUP);
    assertThat(Poll.await(9_999, Poll.IN, -1)).isEqualTo(Poll.NVAL);
  }
}
