package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.PortSpace;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Fds;
import io.filterport.linux.Poll;
import io.filterport.linux.Received;
import io.filterport.linux.UnixSocket;
import io.filterport.service.FilterPort;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread that serves all clients, and what could keep it from that. */
class ControlServerTest {
  private static final String PORT = "\\Test";
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int LINGER_SECONDS = 60;
  private static final byte[] CONNECT =
      new ConnectMessage(new PortName(PORT), new byte[0]).encode();

  @TempDir Path directory;
  private FilterManager manager;

  @BeforeEach
  void listen() {
    manager = FilterManager.listen(place());
    manager
        .register(FilterRegistration.named("test"))
        .createCommunicationPort(
            PortAttributes.named(PORT),
            PortCallbacks.of(request -> NtStatus.SUCCESS, cookie -> {}),
            8);
    connectAndClose();
  }

  @AfterEach
  void end() {
    manager.close();
  }

  private Path place() {
    return directory.resolve("manager.sock");
  }

  private void connectAndClose() {
    FilterPort.connect(PortSpace.at(place()), PORT).close();
  }

  private int knock() {
    int socket = UnixSocket.create(UnixSocket.SEQPACKET);
    assertThat(UnixSocket.connect(socket, place().toString())).isZero();
    return socket;
  }

  private static HostAnswer answer(int socket) {
    assertThat(Poll.await(socket, Poll.IN, PATIENCE_MILLIS)).isPositive();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(ControlMessage.MAX_BYTES);
      Received received = DescriptorPassing.receive(socket, buffer);
      received.descriptors().forEach(Fds::close);
      assertThat(received.result()).isPositive();
      return HostAnswer.decode(buffer.asSlice(0, received.result()).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  @Test
  @DisplayName("INV-09: while the manager may open nothing its clients wait; then they are served")
  void outOfDescriptors() {
    int other = knock();
    DescriptorPassing.send(other, CONNECT);
    assertThat(answer(other)).isInstanceOf(HostAnswer.Accepted.class);
    int waiting = UnixSocket.create(UnixSocket.SEQPACKET);
    NoDescriptors limit = NoDescriptors.begin();
    try {
      assertThat(UnixSocket.connect(waiting, place().toString())).isZero();
      DescriptorPassing.send(waiting, CONNECT);
      DescriptorPassing.send(other, CONNECT);
      int ended = Poll.await(other, Poll.RDHUP, PATIENCE_MILLIS);
      assertThat(ended).as("the manager has seen both").isPositive();
    } finally {
      limit.end();
    }
    assertThat(answer(waiting)).isInstanceOf(HostAnswer.Accepted.class);
    Fds.close(waiting);
    Fds.close(other);
  }

  @Test
  @DisplayName("INV-09: a client's file that is slow to close delays nobody else")
  void lingering() throws Exception {
    InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    int socket = UnixSocket.create(UnixSocket.SEQPACKET);
    try (ServerSocketChannel deaf = ServerSocketChannel.open().bind(anywhere)) {
      sendLingering(deaf.getLocalAddress(), socket);
      assertThat(answer(socket)).isInstanceOf(HostAnswer.Refused.class);
      CompletableFuture.runAsync(this::connectAndClose).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
    Fds.close(socket);
  }

  /** The manager lets the client in when this process has no descriptor of the channel any more. */
  private void sendLingering(SocketAddress deaf, int socket) throws IOException {
    Set<String> before = sockets().keySet();
    SocketChannel slow = SocketChannel.open(deaf);
    fill(slow);
    Map<String, Integer> opened = sockets();
    opened.keySet().removeAll(before);
    assertThat(opened).hasSize(1);
    NoDescriptors limit = NoDescriptors.begin();
    try (slow) {
      assertThat(UnixSocket.connect(socket, place().toString())).isZero();
      DescriptorPassing.send(socket, CONNECT, opened.values().iterator().next());
    } finally {
      limit.end();
    }
  }

  /** More than the other side takes: the close waits for it. */
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
}
