package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a plain socket")
class PlainSocketTest {
  private final ByteBuffer received = ByteBuffer.allocate(64);

  private SocketChannel sender;
  private SocketChannel receiver;

  @BeforeEach
  void connect(@TempDir Path directory) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      sender = SocketChannel.open(address);
      receiver = server.accept();
    }
  }

  @AfterEach
  void close() throws IOException {
    sender.close();
    receiver.close();
  }

  private static ByteBuffer message(String text) {
    byte[] bytes = Payload.ofText(text);
    return ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
  }

  @Test
  @DisplayName("keeps one message from the next")
  void boundaries() throws IOException {
    PlainSocket.send(sender, message("first"));
    PlainSocket.send(sender, message("2nd"));
    assertThat(PlainSocket.receive(receiver, received)).isTrue();
    assertThat(received.flip()).isEqualTo(message("first").flip());
    assertThat(PlainSocket.receive(receiver, received)).isTrue();
    assertThat(received.flip()).isEqualTo(message("2nd").flip());
  }

  @Test
  @DisplayName("tells its end")
  void end() throws IOException {
    sender.close();
    assertThat(PlainSocket.receive(receiver, received)).isFalse();
  }

  @Test
  @DisplayName("does not take half a message for one")
  void half() throws IOException {
    ByteBuffer half = message("first");
    PlainSocket.send(sender, half.limit(half.limit() - 1));
    sender.close();
    assertThat(PlainSocket.receive(receiver, received)).isFalse();
  }
}
