package io.filterport.verify.onaccess;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;

/** Somebody who sits at clamd's socket in its place, and behaves oddly. */
final class OddClamd implements Closeable {
  private static final int BYTES = 200;
  private static final long SEED = 4_711;

  private final ServerSocketChannel server;
  private final Oddity oddity;

  private OddClamd(ServerSocketChannel server, Oddity oddity) {
    this.server = server;
    this.oddity = oddity;
  }

  static OddClamd at(Path socket, Oddity oddity) throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
    OddClamd clamd = new OddClamd(server, oddity);
    Thread.ofPlatform().daemon().name("odd-clamd").start(clamd::accept);
    return clamd;
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofPlatform().daemon().name("odd-clamd-client").start(() -> serve(client));
      }
    } catch (IOException e) {
      // it was closed
    }
  }

  private void serve(SocketChannel client) {
    Random random = new Random(SEED);
    ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    try (client) {
      while (client.read(buffer.clear()) >= 0 && oddity != Oddity.HANGS_UP) {
        if (oddity == Oddity.NONSENSE) {
          random.nextBytes(buffer.array());
          client.write(buffer.clear());
        }
      }
    } catch (IOException e) {
      // the client is gone
    }
  }

  /** Nobody else can connect; who is connected stays so until he goes. */
  @Override
  public void close() throws IOException {
    server.close();
  }
}
