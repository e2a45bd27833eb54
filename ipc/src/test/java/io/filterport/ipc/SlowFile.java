package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Fds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A TCP socket whose last close waits for a peer that never reads, a minute or until this ends. */
final class SlowFile implements AutoCloseable {
  private static final int LINGER_SECONDS = 60;

  private final ServerSocketChannel deaf;

  SlowFile() throws IOException {
    deaf =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Sends a message with it, and keeps nothing: whoever drops the message waits. */
  void send(int socket, byte[] message) throws IOException {
    Set<String> before = sockets().keySet();
    try (SocketChannel slow = SocketChannel.open(deaf.getLocalAddress())) {
      Map<String, Integer> opened = sockets();
      opened.keySet().removeAll(before);
      assertThat(opened).hasSize(1);
      int sent = DescriptorPassing.send(socket, message, opened.values().iterator().next());
      assertThat(sent).isEqualTo(message.length);
      fill(slow);
    }
  }

  /** More than the other side takes. */
  private static void fill(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, LINGER_SECONDS);
    channel.configureBlocking(false);
    ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
    while (channel.write(bytes.clear()) > 0) {}
  }

  /** {@return the sockets of this process: what is open, and its number} */
  private static Map<String, Integer> sockets() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.map(path -> Integer.parseInt(path.getFileName().toString()))
          .filter(fd -> String.valueOf(Fds.path(fd)).startsWith("socket:"))
          .collect(Collectors.toMap(Fds::path, Function.identity(), (one, same) -> one));
    }
  }

  @Override
  public void close() throws IOException {
    deaf.close();
  }
}
