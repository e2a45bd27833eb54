package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Fds;
import io.filterport.linux.MemFd;
import io.filterport.linux.Poll;
import io.filterport.linux.Received;
import io.filterport.linux.UnixSocket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A socket in the place of journald's. For one thread. */
final class FakeJournal implements AutoCloseable {
  private static final int LIMIT_MILLIS = 30_000;
  private static final int MOST_BYTES = 1 << 18;

  /** Without them journald takes no file. */
  private static final int SEALS =
      MemFd.SEAL_SHRINK | MemFd.SEAL_GROW | MemFd.SEAL_WRITE | MemFd.SEAL_SEAL;

  private final int socket = UnixSocket.create(UnixSocket.DATAGRAM);

  FakeJournal(Path path) {
    assertThat(UnixSocket.bind(socket, path.toString())).isZero();
  }

  /** {@return the next entry, which must come whole in a datagram} */
  String entry() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(MOST_BYTES);
      Received received = receive(buffer);
      assertThat(received.descriptors()).isEmpty();
      return new String(
          buffer.asSlice(0, received.result()).toArray(ValueLayout.JAVA_BYTE),
          StandardCharsets.UTF_8);
    }
  }

  /** {@return the next entry, which must come in a sealed file} */
  String entryInFile() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Received received = receive(arena.allocate(MOST_BYTES));
      assertThat(received.result()).isZero();
      assertThat(received.descriptors()).hasSize(1);
      int file = received.descriptors().getFirst();
      assertThat(MemFd.getSeals(file)).isEqualTo(SEALS);
      String entry = Files.readString(Path.of("/proc/self/fd/" + file));
      Fds.close(file);
      return entry;
    }
  }

  private Received receive(MemorySegment buffer) {
    assertThat(Poll.await(socket, Poll.IN, LIMIT_MILLIS)).as("an entry comes").isPositive();
    Received received = DescriptorPassing.receive(socket, buffer);
    assertThat(received.result()).isNotNegative();
    assertThat(received.truncated()).isFalse();
    return received;
  }

  @Override
  public void close() {
    Fds.close(socket);
  }
}
