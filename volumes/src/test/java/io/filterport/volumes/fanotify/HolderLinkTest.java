package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Fds;
import io.filterport.linux.Poll;
import io.filterport.linux.UnixSocket;
import io.filterport.volumes.fanotify.HolderMessage.Arrival;
import io.filterport.volumes.fanotify.HolderMessage.Kind;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host's side of the talk with its holder, which the test plays. */
class HolderLinkTest {
  @TempDir Path mount;
  @TempDir Path place;

  private static Kind receive(int host) {
    assertThat(Poll.await(host, Poll.IN, -1)).isPositive();
    Arrival arrival = HolderMessage.receive(host);
    arrival.close();
    return arrival.kind();
  }

  private static int listen(Path socket) {
    int listener = UnixSocket.create(UnixSocket.SEQPACKET);
    assertThat(UnixSocket.bind(listener, socket.toString())).isZero();
    assertThat(UnixSocket.listen(listener, 1)).isZero();
    return listener;
  }

  @Test
  void aReaderThatWasStuckOnceIsToldOfWhenItGoesOn() throws Throwable {
    Path socket = place.resolve("hold");
    int listener = listen(socket);
    HolderLink link = HolderLink.find(socket).orElseThrow();
    int host = UnixSocket.accept(listener);
    Sandbox.run(
        mount,
        sandbox -> {
          AtomicInteger looks = new AtomicInteger();
          try (FanotifyVolume volume = sandbox.volume()) {
            assertThat(HolderMessage.of(Kind.HELD).send(host)).isPositive();
            link.hold(volume, false, () -> looks.incrementAndGet() > 2);
            assertThat(receive(host)).isEqualTo(Kind.HOLD);
            assertThat(HolderMessage.of(Kind.PING).send(host)).isPositive();
            Thread serving = Thread.ofPlatform().daemon().start(link::serve);
            assertThat(receive(host)).isEqualTo(Kind.PONG);
            assertThat(looks).hasValue(3);
            Fds.close(host);
            serving.join();
          }
        });
    Fds.close(listener);
  }
}
