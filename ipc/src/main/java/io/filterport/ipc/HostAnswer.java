package io.filterport.ipc;

import io.filterport.NtStatus;
import io.filterport.ipc.ControlMessage.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Host to client: the decision on a connect. */
sealed interface HostAnswer {
  /** The host's and the common memory come beside it, in this order. */
  int DESCRIPTORS = 2;

  int ONE_WAY = 1;
  int STATUS = 2;
  int ADVICE = 3;

  byte[] encode();

  /**
   * Connected.
   *
   * @param oneWay whether the port takes no messages from its clients
   */
  record Accepted(boolean oneWay) implements HostAnswer {
    @Override
    public byte[] encode() {
      Field flag = new Field(ONE_WAY, true, new byte[] {(byte) (oneWay ? 1 : 0)});
      return ControlMessage.of(ControlMessage.ACCEPTED, flag).encode();
    }
  }

  /**
   * Refused.
   *
   * @param status why
   * @param advice what to try, in words
   */
  record Refused(NtStatus status, String advice) implements HostAnswer {
    @Override
    public byte[] encode() {
      byte[] number =
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(status.value()).array();
      return ControlMessage.of(
              ControlMessage.REFUSED,
              new Field(STATUS, true, number),
              new Field(ADVICE, false, advice.getBytes(StandardCharsets.UTF_8)))
          .encode();
    }
  }

  /**
   * {@return what a host answers}
   *
   * @throws MalformedMessage if it is no answer
   */
  static HostAnswer decode(byte[] bytes) {
    ControlMessage message = ControlMessage.decode(bytes);
    message.requireKnown(List.of(ONE_WAY, STATUS, ADVICE));
    return switch (message.type()) {
      case ControlMessage.ACCEPTED -> new Accepted(required(message, ONE_WAY, 1)[0] != 0);
      case ControlMessage.REFUSED -> refused(message);
      default -> throw new MalformedMessage("type " + message.type() + " instead of an answer");
    };
  }

  private static Refused refused(ControlMessage message) {
    int status =
        ByteBuffer.wrap(required(message, STATUS, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    Field advice = message.find(ADVICE);
    String text = advice == null ? "" : new String(advice.bytes(), StandardCharsets.UTF_8);
    return new Refused(new NtStatus(status), text);
  }

  private static byte[] required(ControlMessage message, int tag, int length) {
    Field field = message.find(tag);
    if (field == null || field.bytes().length != length) {
      throw new MalformedMessage("field " + tag + " is missing or not " + length + " bytes");
    }
    return field.bytes();
  }
}
