package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Fds;
import io.filterport.linux.Poll;
import io.filterport.linux.UnixSocket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The socket at which a service manager hears of its services. */
final class NotifySocket implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  final Path path;
  private final int socket = UnixSocket.create(UnixSocket.DATAGRAM);

  /** Whoever its service becomes may write to it. */
  NotifySocket(Path directory) throws IOException {
    DemoFiles.letEveryoneLook(directory);
    path = directory.resolve("notify");
    assertThat(UnixSocket.bind(socket, path.toString())).isZero();
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /** {@return what came next} */
  String next() {
    assertThat(Poll.await(socket, Poll.IN, PATIENCE_MILLIS)).as("nobody told anything").isOne();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(256);
      int length = UnixSocket.receive(socket, buffer);
      return StandardCharsets.UTF_8.decode(buffer.asSlice(0, length).asByteBuffer()).toString();
    }
  }

  /** {@return whether nothing came that was not taken} */
  boolean isEmpty() {
    return Poll.await(socket, Poll.IN, 0) == 0;
  }

  /** Takes what is there, which must say that the service works. */
  void drain() {
    while (!isEmpty()) {
      assertThat(next()).isEqualTo("WATCHDOG=1");
    }
  }

  @Override
  public void close() throws IOException {
    Fds.close(socket);
    Files.deleteIfExists(path);
  }
}
