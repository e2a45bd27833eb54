package io.filterport.ipc;

import io.filterport.ipc.ControlMessage.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Host to client: a descriptor comes beside this, for a message that is about to be delivered.
 *
 * @param slot the message's slot
 * @param generation of the slot
 * @param size of the content in bytes
 */
record ContentMessage(int slot, int generation, long size) {
  private static final int TAG = 1;
  private static final int BYTES = 16;

  byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(slot).putInt(generation).putLong(size);
    return ControlMessage.of(ControlMessage.CONTENT, new Field(TAG, true, bytes.array())).encode();
  }

  /**
   * {@return what the host says of a descriptor}
   *
   * @throws MalformedMessage if it is something else
   */
  static ContentMessage decode(byte[] message) {
    ControlMessage decoded = ControlMessage.decode(message);
    decoded.requireKnown(List.of(TAG));
    Field tag = decoded.find(TAG);
    if (decoded.type() != ControlMessage.CONTENT || tag == null || tag.bytes().length != BYTES) {
      throw new MalformedMessage("type " + decoded.type() + " instead of a content");
    }
    ByteBuffer bytes = ByteBuffer.wrap(tag.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    return checked(new ContentMessage(bytes.getInt(), bytes.getInt(), bytes.getLong()));
  }

  private static ContentMessage checked(ContentMessage message) {
    if (message.slot() < 0 || message.generation() < 0 || message.size() < 0) {
      throw new MalformedMessage("a content with a negative number: " + message);
    }
    return message;
  }
}
