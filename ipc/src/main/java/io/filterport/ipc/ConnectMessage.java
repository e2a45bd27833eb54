package io.filterport.ipc;

import io.filterport.FilterPortException;
import io.filterport.PortName;
import io.filterport.engine.ConnectContext;
import io.filterport.ipc.ControlMessage.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Client to host: the port, and the context for its filter.
 *
 * @param name the port
 * @param context 0…65511 bytes, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ConnectMessage(PortName name, byte[] context) {
  private static final int NAME = 1;
  private static final int CONTEXT = 2;

  byte[] encode() {
    Field port = new Field(NAME, true, bytes(name.value()));
    ControlMessage message =
        context.length == 0
            ? ControlMessage.of(ControlMessage.CONNECT, port)
            : ControlMessage.of(ControlMessage.CONNECT, port, new Field(CONTEXT, true, context));
    return message.encode();
  }

  /**
   * {@return what a client says first}
   *
   * @throws MalformedMessage if it is anything else
   * @throws FilterPortException if the name is none
   */
  static ConnectMessage decode(byte[] bytes) {
    ControlMessage message = ControlMessage.decode(bytes);
    if (message.type() != ControlMessage.CONNECT) {
      throw new MalformedMessage("type " + message.type() + " instead of a connect");
    }
    message.requireKnown(List.of(NAME, CONTEXT));
    Field name = message.find(NAME);
    Field context = message.find(CONTEXT);
    if (name == null || name.bytes().length % 2 != 0) {
      throw new MalformedMessage("a connect without a port name");
    }
    byte[] given = context == null ? new byte[0] : context.bytes();
    if (given.length > ConnectContext.MAX_BYTES) {
      throw new MalformedMessage("a context of " + given.length + " bytes");
    }
    return new ConnectMessage(new PortName(units(name.bytes())), given);
  }

  /** Unit by unit, for a name may hold half of a surrogate pair, which an encoder would replace. */
  private static byte[] bytes(String units) {
    ByteBuffer bytes =
        ByteBuffer.allocate(units.length() * Character.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asCharBuffer().put(units);
    return bytes.array();
  }

  private static String units(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().toString();
  }
}
