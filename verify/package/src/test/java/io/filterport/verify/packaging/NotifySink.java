package io.filterport.verify.packaging;

import io.filterport.linux.Poll;
import io.filterport.linux.UnixSocket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What a service manager hears from a service: {@code NotifySink SOCKET FILE}. Each message becomes
 * a line of the file.
 */
public final class NotifySink {
  private NotifySink() {}

  public static void main(String[] arguments) throws IOException {
    int socket = UnixSocket.create(UnixSocket.DATAGRAM);
    require(UnixSocket.bind(socket, arguments[0]));
    Files.setPosixFilePermissions(
        Path.of(arguments[0]), PosixFilePermissions.fromString("rwxrwxrwx"));
    Path file = Path.of(arguments[1]);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(4096);
      while (true) {
        require(Poll.await(socket, Poll.IN, -1));
        append(file, message.asSlice(0, require(UnixSocket.receive(socket, message))));
      }
    }
  }

  private static void append(Path file, MemorySegment message) throws IOException {
    Files.writeString(
        file,
        StandardCharsets.UTF_8.decode(message.asByteBuffer()) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static int require(int result) throws IOException {
    if (result < 0) {
      throw new IOException("error " + result);
    }
    return result;
  }
}
