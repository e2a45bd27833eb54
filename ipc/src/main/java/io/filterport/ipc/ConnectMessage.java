package io.filterport.ipc;

import io.filterport.FilterPortException;
import io.filterport.PortName;
import io.filterport.ipc.ControlMessage.Field;
import io.filterport.service.ConnectOptions;
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
    Field port = new Field(NAME, true, units(name.value()));
    ControlMessage message =
        context.length == 0
            ? ControlMessage.of(ControlMessage.CONNECT, port)
            : ControlMessage.of(ControlMessage.CONNECT, port, new Field(CONTEXT, true, context));
    return message.encode();
  }

  /** Unit by unit: a name may be any 16-bit units, and a charset would replace some. */
  private static byte[] units(String name) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * name.length()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asCharBuffer().put(name);
    return bytes.array();
  }

  private static String name(byte[] units) {
    return ByteBuffer.wrap(units).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().toString();
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
    if (given.length > ConnectOptions.MAX_CONTEXT_BYTES) {
      throw new MalformedMessage("a context of " + given.length + " bytes");
    }
    return new ConnectMessage(new PortName(name(name.bytes())), given);
  }
}
