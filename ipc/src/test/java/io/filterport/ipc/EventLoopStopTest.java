package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Errno;
import io.filterport.linux.EventFd;
import io.filterport.linux.Fds;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventLoopStopTest {
  @Test
  @DisplayName(
      "HND-06: a task that comes after the stop is dropped, and no descriptor is written to")
  void afterTheStop() {
    EventLoop loop = new EventLoop("test");
    loop.start();
    loop.stop();
    List<Integer> successors = Stream.generate(EventFd::create).limit(8).toList();
    AtomicBoolean ran = new AtomicBoolean();
    loop.execute(() -> ran.set(true));
    assertThat(successors).allSatisfy(fd -> assertThat(EventFd.drain(fd)).isEqualTo(-Errno.EAGAIN));
    assertThat(ran).isFalse();
    successors.forEach(Fds::close);
  }
}
