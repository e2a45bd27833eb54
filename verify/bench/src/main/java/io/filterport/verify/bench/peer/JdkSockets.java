package io.filterport.verify.bench.peer;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * What the JDK has: blocking Unix sockets, each caller with a connection, each connection with a
 * thread. A message is its length and its bytes.
 */
public final class JdkSockets implements JvmPeer {
  private static final int BACKLOG = 1024;

  @Override
  public String name() {
    return "jdk";
  }

  @Override
  public String title() {
    return "JDK Unix sockets";
  }

  @Override
  public Part answer(Setup setup) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(setup.socket()), BACKLOG);
    Thread.ofPlatform().daemon().name("accept").start(() -> accept(server, setup.size()));
    return server::close;
  }

  private static void accept(ServerSocketChannel server, int size) {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofPlatform().daemon().start(() -> echo(client, size));
      }
    } catch (IOException e) {
      // closed: the measurement is over
    }
  }

  private static void echo(SocketChannel client, int size) {
    ByteBuffer buffer = frame(size);
    try (client) {
      while (receive(client, buffer)) {
        send(client, buffer);
      }
    } catch (IOException e) {
      // the caller is gone
    }
  }

  @Override
  public Calls call(Setup setup) {
    return new Connections(setup);
  }

  private static final class Connections implements Calls {
    private final Setup setup;

    // guarded by this
    private final List<SocketChannel> open = new ArrayList<>();

    Connections(Setup setup) {
      this.setup = setup;
    }

    @Override
    public RoundTrip caller(int index) throws IOException {
      SocketChannel channel = connect();
      ByteBuffer question = frame(setup.size());
      ByteBuffer answer = frame(setup.size());
      return stamp -> {
        question.putLong(Integer.BYTES, stamp);
        send(channel, question);
        if (!receive(channel, answer)) {
          throw new IOException("the answering process is gone");
        }
        return answer.getLong(Integer.BYTES);
      };
    }

    @Override
    public void connectIdle(int count) throws IOException {
      for (int i = 0; i < count; i++) {
        SocketChannel ignored = connect();
      }
    }

    private synchronized SocketChannel connect() throws IOException {
      SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(setup.socket()));
      open.add(channel);
      return channel;
    }

    @Override
    public synchronized void close() throws IOException {
      for (SocketChannel channel : open) {
        channel.close();
      }
    }
  }

  private static ByteBuffer frame(int size) {
    return ByteBuffer.allocateDirect(Integer.BYTES + size).putInt(0, size);
  }

  private static void send(SocketChannel channel, ByteBuffer frame) throws IOException {
    frame.rewind();
    while (frame.hasRemaining()) {
      int ignored = channel.write(frame);
    }
  }

  /**
   * {@return false at the end} Fills the buffer with one message, its length included: with one
   * read if it came whole, for no second one is under way.
   */
  private static boolean receive(SocketChannel channel, ByteBuffer frame) throws IOException {
    frame.clear();
    while (frame.position() < Integer.BYTES || frame.position() < Integer.BYTES + frame.getInt(0)) {
      if (channel.read(frame) < 0) {
        return false;
      }
    }
    frame.flip();
    return true;
  }
}
