package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorPassingTest {
  private final Arena arena = Arena.ofShared();
  private final int[] pair = new int[2];
  private final int file = MemFd.create("passed");

  @BeforeEach
  void connect() {
    assertThat(UnixSocket.pair(UnixSocket.SEQPACKET, pair)).isZero();
    assertThat(MemFd.truncate(file, 4096)).isZero();
  }

  @AfterEach
  void close() {
    Arrays.stream(pair).forEach(Fds::close);
    Fds.close(file);
    arena.close();
  }

  @Test
  void theReceiverHasTheSameMemory() {
    assertThat(DescriptorPassing.send(pair[0], arena.allocateFrom("here"), file)).isEqualTo(5);
    MemorySegment buffer = arena.allocate(16);
    Received received = DescriptorPassing.receive(pair[1], buffer);
    assertThat(received.result()).isEqualTo(5);
    assertThat(buffer.getString(0)).isEqualTo("here");
    assertThat(received.truncated()).isFalse();
    assertThat(received.controlTruncated()).isFalse();
    int copy = received.descriptors().getFirst();
    assertThat(copy).isNotEqualTo(file);
    assertThat(Fds.closeOnExec(copy)).isEqualTo(1);
    assertThat(Fds.writeAt(file, arena.allocateFrom("shared"), 0)).isEqualTo(7);
    MemorySegment seen = arena.allocate(7);
    assertThat(Fds.readAt(copy, seen, 0)).isEqualTo(7);
    assertThat(seen.getString(0)).isEqualTo("shared");
    Fds.close(copy);
  }

  @Test
  void sixteenDescriptorsAndNoMore() {
    int[] many = new int[DescriptorPassing.MAX];
    Arrays.fill(many, file);
    assertThat(DescriptorPassing.send(pair[0], arena.allocate(1), many)).isEqualTo(1);
    Received received = DescriptorPassing.receive(pair[1], arena.allocate(1));
    assertThat(received.descriptors()).hasSize(DescriptorPassing.MAX).doesNotHaveDuplicates();
    received.descriptors().forEach(Fds::close);
    int[] tooMany = new int[DescriptorPassing.MAX + 1];
    assertThat(DescriptorPassing.send(pair[0], arena.allocate(1), tooMany))
        .isEqualTo(-Errno.EINVAL);
  }

  @Test
  void messagesWithoutDescriptors() {
    assertThat(DescriptorPassing.send(pair[0], arena.allocate(3))).isEqualTo(3);
    Received received = DescriptorPassing.receive(pair[1], arena.allocate(8));
    assertThat(received.result()).isEqualTo(3);
    assertThat(received.descriptors()).isEmpty();
  }

  @Test
  void attachedDescriptorsAreSeenBeforeTheMessageIsTaken() {
    assertThat(DescriptorPassing.attached(pair[1])).isEqualTo(-Errno.EAGAIN);
    assertThat(DescriptorPassing.send(pair[0], arena.allocate(3))).isEqualTo(3);
    assertThat(DescriptorPassing.send(pair[0], new byte[] {1, 2}, file, file)).isEqualTo(2);
    assertThat(DescriptorPassing.attached(pair[1])).isZero();
    assertThat(DescriptorPassing.receive(pair[1], arena.allocate(3)).result()).isEqualTo(3);
    int lowestFree = Fds.duplicate(file);
    Fds.close(lowestFree);
    assertThat(DescriptorPassing.attached(pair[1])).isEqualTo(1);
    assertThat(DescriptorPassing.attached(pair[1])).isEqualTo(1);
    assertThat(Fds.duplicate(file)).as("nothing was opened").isEqualTo(lowestFree);
    Fds.close(lowestFree);
    Received received = DescriptorPassing.receive(pair[1], arena.allocate(2));
    assertThat(received.descriptors()).hasSize(2);
    received.descriptors().forEach(Fds::close);
    UnixSocket.shutdown(pair[0], UnixSocket.SHUT_WR);
    assertThat(DescriptorPassing.attached(pair[1])).isZero();
  }

  @Test
  void whereDescriptorsAreNotAllowedTheirMessageIsNotSent() {
    int result = DescriptorPassing.allow(pair[1], false);
    assumeTrue(result != -Errno.ENOPROTOOPT, "needs Linux 6.16");
    assertThat(result).isZero();
    assertThat(DescriptorPassing.send(pair[0], new byte[1], file)).isEqualTo(-Errno.EPERM);
    assertThat(DescriptorPassing.attached(pair[1])).isEqualTo(-Errno.EAGAIN);
    assertThat(DescriptorPassing.send(pair[0], new byte[1])).isEqualTo(1);
    assertThat(DescriptorPassing.send(pair[1], new byte[1], file)).isEqualTo(1);
    assertThat(DescriptorPassing.allow(pair[1], true)).isZero();
    assertThat(DescriptorPassing.send(pair[0], new byte[1], file)).isEqualTo(1);
  }

  @Test
  void connectionsAllowWhatTheirListenerDoes(@TempDir Path directory) {
    String place = directory.resolve("socket").toString();
    int listener = UnixSocket.create(UnixSocket.SEQPACKET);
    int client = UnixSocket.create(UnixSocket.SEQPACKET);
    boolean isKnown = DescriptorPassing.allow(listener, false) == 0;
    UnixSocket.bind(listener, place);
    UnixSocket.listen(listener, 1);
    assertThat(UnixSocket.connect(client, place)).isZero();
    int sent = DescriptorPassing.send(client, new byte[1], file);
    int accepted = UnixSocket.accept(listener);
    int sentLater = DescriptorPassing.send(client, new byte[1], file);
    IntStream.of(listener, client, accepted).forEach(Fds::close);
    assumeTrue(isKnown, "needs Linux 6.16");
    assertThat(sent).as("before it is accepted").isEqualTo(-Errno.EPERM);
    assertThat(sentLater).isEqualTo(-Errno.EPERM);
  }

  @Test
  void aCutMessageIsMarkedAndItsDescriptorsCome() {
    assertThat(DescriptorPassing.send(pair[0], arena.allocate(100), file)).isEqualTo(100);
    Received received = DescriptorPassing.receive(pair[1], arena.allocate(10));
    assertThat(received.result()).isEqualTo(10);
    assertThat(received.truncated()).isTrue();
    assertThat(received.descriptors()).hasSize(1);
    received.descriptors().forEach(Fds::close);
  }

  @Test
  void nothingToReceiveAndTheEnd() {
    assertThat(DescriptorPassing.receive(pair[1], arena.allocate(1)).result())
        .isEqualTo(-Errno.EAGAIN);
    UnixSocket.shutdown(pair[0], UnixSocket.SHUT_WR);
    assertThat(DescriptorPassing.receive(pair[1], arena.allocate(1)).result()).isZero();
  }

  @Test
  void descriptorsBeyondTheLimitAreReportedAsLost() {
    DescriptorLimit before = DescriptorLimit.get();
    int lowest = Fds.duplicate(file);
    Fds.close(lowest);
    assertThat(DescriptorPassing.send(pair[0], arena.allocate(1), file)).isEqualTo(1);
    assertThat(DescriptorLimit.set(lowest, before.hard())).isZero();
    Received received = DescriptorPassing.receive(pair[1], arena.allocate(1));
    assertThat(DescriptorLimit.set(before.soft(), before.hard())).isZero();
    assertThat(received.controlTruncated()).isTrue();
    assertThat(received.descriptors()).isEmpty();
  }
}
