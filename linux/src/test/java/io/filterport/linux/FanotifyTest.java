package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FanotifyTest {
  @TempDir Path directory;

  @Test
  void opensAreAskedForAndAnswered() throws IOException {
    String mount = directory.toRealPath().toString();
    String output = ChildJvm.output(ChildJvm.start(FanotifyProgram.class, mount));
    skipIfImpossible(output);
    assertThat(output.lines())
        .containsExactly(
            "nothing EAGAIN",
            "event true true true",
            "readable 4 0",
            "pending false",
            "more false",
            "opener good",
            "event true true true",
            "readable 3 0",
            "pending false",
            "more false",
            "opener Operation not permitted",
            "queued 0",
            "queued 2",
            "bytes 32",
            "first true",
            "more false",
            "queued 1",
            "bytes 32",
            "first true",
            "more false",
            "openers good good",
            "taken 1 then 9999",
            "taken ENOENT 1",
            "taken 1 empty true",
            "more false",
            "openers [Operation not permitted, good]",
            "ignored bad",
            "no event EAGAIN",
            "more false",
            "writer done",
            "closed true",
            "more false",
            "answer ENOENT",
            "unwatched good",
            "named a file in renamed",
            "target renamed/a file",
            "gone ESTALE",
            "empty true");
  }

  @Test
  void theMountStaysInTheChildsNamespace() throws IOException {
    String mount = directory.toRealPath().toString();
    skipIfImpossible(ChildJvm.output(ChildJvm.start(FanotifyProgram.class, mount)));
    assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(mount);
    assertThat(directory).isEmptyDirectory();
  }

  private static void skipIfImpossible(String output) {
    assumeFalse(output.startsWith(ChildJvm.SKIP), output);
  }

  @Test
  void aGroupThatIsNoneIsRefused() {
    int file = MemFd.create("no group");
    assertThat(Fanotify.mark(file, Fanotify.MARK_ADD, Fanotify.OPEN, "/proc"))
        .isIn(-Errno.EINVAL, -Errno.ENOSYS);
    Fds.close(file);
  }

  @Test
  void whatIsNoGroupHasNothingQueued() {
    assertThat(Fanotify.queued(Fanotify.NOFD)).isEqualTo(-Errno.EBADF);
  }

  @Test
  void noMoreEventsAreReadThanAreAskedFor() {
    assertThat(FanotifyEvents.bytesFor(3)).isEqualTo(96);
    assertThat(FanotifyEvents.bytesFor(1)).as("any one").isEqualTo(56);
    assertThat(FanotifyEvents.bytesFor(Integer.MAX_VALUE)).isEqualTo(32L * Integer.MAX_VALUE);
  }

  @Test
  void anOverflowHasNoFileAndNoProcess() {
    FanotifyEvents events = new FanotifyEvents(64);
    int file = MemFd.create("events");
    assertThat(Fds.writeAt(file, overflow(), 0)).isEqualTo(24);
    assertThat(events.read(file)).isEqualTo(24);
    assertThat(events.next()).isTrue();
    assertThat(events.mask()).isEqualTo(Fanotify.Q_OVERFLOW);
    assertThat(events.fd()).isEqualTo(Fanotify.NOFD);
    assertThat(events.pidfd()).isEqualTo(FanotifyEvents.NO_PIDFD);
    assertThat(events.next()).isFalse();
    Fds.close(file);
  }

  @Test
  void aMadeUpEventIsReadLikeOneOfTheKernel() {
    FanotifyEvents events = new FanotifyEvents(64);
    int file = MemFd.create("events");
    try (Arena arena = Arena.ofConfined()) {
      Fds.writeAt(file, FanotifyEvents.madeUp(arena, Fanotify.OPEN_PERM, 5, 6, 7), 0);
      Fds.writeAt(file, FanotifyEvents.madeUp(arena, Fanotify.OPEN_EXEC_PERM, 8, 9, -1), 32);
    }
    assertThat(events.read(file)).isEqualTo(64);
    assertThat(next(events)).containsExactly(Fanotify.OPEN_PERM, 5L, 6L, 7L);
    assertThat(next(events)).containsExactly(Fanotify.OPEN_EXEC_PERM, 8L, 9L, -1L);
    assertThat(events.next()).isFalse();
    Fds.close(file);
  }

  private static List<Long> next(FanotifyEvents events) {
    assertThat(events.next()).isTrue();
    return List.of(events.mask(), (long) events.fd(), (long) events.pid(), (long) events.pidfd());
  }

  /** {@code struct fanotify_event_metadata} as the kernel writes it when its queue is full. */
  private static MemorySegment overflow() {
    ByteBuffer event = ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder());
    event.putInt(24).put((byte) 3).put((byte) 0).putShort((short) 24);
    event.putLong(Fanotify.Q_OVERFLOW).putInt(Fanotify.NOFD).putInt(0).flip();
    return MemorySegment.ofBuffer(event);
  }
}
