package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
