package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.Fds;
import io.filterport.linux.MemFd;
import io.filterport.linux.Poll;
import io.filterport.linux.UnixSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** What a holder answers, with a socket in place of the kernel. */
class HeldVolumeTest {
  private static final int STRANGER = Integer.MAX_VALUE;
  private static final int ANSWER_BYTES = 8;
  private static final int OPENS = 3;

  /** Each read of the socket brings one event, however many wait. */
  @Test
  void aFloodOfOpensDoesNotKeepItInOneVolume() {
    int[] sockets = {-1, -1};
    assertThat(UnixSocket.pair(UnixSocket.SEQPACKET, sockets)).isZero();
    int directory = Fds.open("/proc", Fds.O_DIRECTORY);
    try (HeldVolume held =
            new HeldVolume(sockets[0], directory, HolderMessage.of(HolderMessage.Kind.HOLD));
        Arena arena = Arena.ofConfined()) {
      for (int i = 0; i < OPENS; i++) {
        open(arena, sockets[1]);
      }
      MemorySegment answer = arena.allocate(ANSWER_BYTES, Long.BYTES);
      for (int i = 0; i < OPENS; i++) {
        held.answerUnread(true, 0);
        assertThat(Fds.read(sockets[1], answer)).isEqualTo(ANSWER_BYTES);
        assertThat(Poll.await(sockets[1], Poll.IN, 0)).as("a second answer").isZero();
      }
    } finally {
      Fds.close(sockets[1]);
    }
  }

  private static void open(Arena arena, int kernel) {
    int file = MemFd.create("file");
    MemorySegment event =
        FanotifyEvents.madeUp(arena, Fanotify.OPEN_PERM, file, STRANGER, FanotifyEvents.NO_PIDFD);
    assertThat(Fds.write(kernel, event)).isEqualTo(event.byteSize());
  }
}
