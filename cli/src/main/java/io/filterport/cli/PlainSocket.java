package io.filterport.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Messages with a length on a stream socket: what one would write without ports. */
final class PlainSocket {
  private PlainSocket() {}

  /** Sends the buffer from its beginning to its limit. */
  static void send(SocketChannel channel, ByteBuffer message) throws IOException {
    message.rewind();
    while (message.hasRemaining()) {
      channel.write(message);
    }
  }

  /** {@return false at the end} Fills the buffer with one message, its length included. */
  static boolean receive(SocketChannel channel, ByteBuffer buffer) throws IOException {
    buffer.clear().limit(Integer.BYTES);
    if (!fill(channel, buffer)) {
      return false;
    }
    buffer.limit(Integer.BYTES + buffer.getInt(0));
    return fill(channel, buffer);
  }

  private static boolean fill(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }
}
