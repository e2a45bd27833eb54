package io.filterport.cli;

import io.filterport.filter.FilterManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The echoing side of the bench: the echo filter, and a plain Unix socket with a thread a client.
 */
final class BenchServer implements AutoCloseable {
  private static final int SEATS = 64;

  private final Path directory;
  private final FilterManager manager;
  private final ServerSocketChannel plain;

  BenchServer(Path directory) throws IOException {
    this.directory = directory;
    manager = FilterManager.listen(controlSocket());
    new HostSetup(manager, List.of(), UnaryOperator.identity(), SEATS, processId -> () -> {})
        .start(new EchoFilter());
    plain = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    plain.bind(UnixDomainSocketAddress.of(plainSocket()));
    Thread.ofPlatform().daemon().name("filterport-bench-plain").start(this::accept);
  }

  Path controlSocket() {
    return directory.resolve("manager.sock");
  }

  Path plainSocket() {
    return directory.resolve("plain.sock");
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = plain.accept();
        Thread.ofPlatform().daemon().start(() -> echo(client));
      }
    } catch (IOException e) {
      // closed: the bench is over
    }
  }

  /** A message is its length and its bytes. */
  private static void echo(SocketChannel client) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(Integer.BYTES + (1 << 20));
    try (client) {
      while (PlainSocket.receive(client, buffer)) {
        PlainSocket.send(client, buffer);
      }
    } catch (IOException e) {
      // the client is gone
    }
  }

  @Override
  public void close() {
    HostSetup.unload(manager);
    manager.close();
    try {
      plain.close();
      Files.deleteIfExists(plainSocket());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
