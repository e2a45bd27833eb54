package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.DescriptorLimit;
import io.filterport.linux.Fds;
import io.filterport.linux.Poll;
import io.filterport.linux.UnixSocket;
import io.filterport.volumes.fanotify.HolderMessage.Arrival;
import io.filterport.volumes.fanotify.HolderMessage.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host tells its holder, which the test plays, while its reader stands still. */
class HolderLinkTest {
  private static final int FOR_EVER = -1;

  private final DescriptorLimit limit = DescriptorLimit.get();

  @TempDir Path mount;
  @TempDir Path place;

  /** A host has lowered it. */
  @AfterEach
  void giveBackDescriptors() {
    DescriptorLimit.set(limit.soft(), limit.hard());
  }

  /** The test's end of the link. */
  private record PlayedHolder(HolderLink link, int socket) {
    static PlayedHolder at(String path) {
      int listener = UnixSocket.create(UnixSocket.SEQPACKET);
      assertThat(UnixSocket.bind(listener, path)).isZero();
      assertThat(UnixSocket.listen(listener, 1)).isZero();
      HolderLink link = HolderLink.find(Path.of(path)).orElseThrow();
      PlayedHolder holder = new PlayedHolder(link, UnixSocket.accept(listener));
      Fds.close(listener);
      return holder;
    }

    /** Gives the holder a volume; before it takes it, it says something else. */
    void hold(FanotifyVolume volume, Kind... before) {
      for (Kind kind : before) {
        say(kind);
      }
      say(Kind.HELD);
      link.hold(volume, false);
      assertThat(hear()).isEqualTo(Kind.HOLD);
    }

    private void say(Kind kind) {
      assertThat(HolderMessage.of(kind).send(socket)).isPositive();
    }

    Kind hear() {
      assertThat(Poll.await(socket, Poll.IN, FOR_EVER)).isPositive();
      Arrival arrival = HolderMessage.receive(socket);
      arrival.close();
      return arrival.kind();
    }

    boolean hasHeardAll() {
      return Poll.await(socket, Poll.IN, 0) == 0;
    }
  }

  @Test
  void whoseReaderHangsAnswersWhenItGoesOnAndNotBefore() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          PlayedHolder holder = PlayedHolder.at(place.resolve("hold").toString());
          try (FanotifyVolume volume = sandbox.volume();
              HangingReader hanging = HangingReader.of(volume)) {
            holder.hold(volume);
            Opener opener = startOpener(sandbox, volume);
            holder.hold(volume, Kind.PING); // the first look sees the event that came
            assertThat(holder.hear()).isEqualTo(Kind.PONG);
            holder.hold(volume, Kind.PING);
            assertThat(holder.hasHeardAll()).isTrue();
            Thread serving = Thread.ofPlatform().start(holder.link()::serve);
            hanging.goOn();
            assertThat(holder.hear()).isEqualTo(Kind.PONG);
            assertThat(opener.output()).isEqualTo("clean");
            Fds.close(holder.socket());
            serving.join();
          }
        });
  }

  private static Opener startOpener(Sandbox sandbox, FanotifyVolume volume) {
    Opener opener = Opener.start("cat", sandbox.guarded("clean").toString());
    while (volume.eventCounters().read() == 0) {
      Thread.onSpinWait();
    }
    return opener;
  }
}
