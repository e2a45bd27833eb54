package io.filterport.ipc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of the control socket: a fixed head and bounded fields. Immutable.
 *
 * <pre>
 *  0        4      6     7     8        12       14      16
 *  +--------+------+-----+-----+--------+--------+-------+--------
 *  | "FPC1" | type |major|minor| length | fields | zero  | fields …
 *  +--------+------+-----+-----+--------+--------+-------+--------
 *
 *  each field, at a multiple of 8:
 *  0      2       4        8
 *  +------+-------+--------+----------------+
 *  | tag  | flags | length | bytes, padded  |
 *  +------+-------+--------+----------------+
 * </pre>
 *
 * Little endian. Flag 1 marks a field that must be understood; a receiver skips others that it does
 * not know.
 *
 * @param type what it says
 * @param major version of the sender; must be the receiver's
 * @param minor version of the sender; any
 * @param fields at most {@link #MAX_FIELDS}
 */
record ControlMessage(int type, int major, int minor, List<Field> fields) {
  /** Version of this protocol. */
  static final int MAJOR = 1;

  /** Grows with every addition. */
  static final int MINOR = 0;

  /** Client to host: I want to connect. */
  static final int CONNECT = 1;

  /** Host to client: you are connected; two descriptors come with it. */
  static final int ACCEPTED = 2;

  /** Host to client: you are not. */
  static final int REFUSED = 3;

  /** Host to client: a content for a message; one descriptor comes with it. */
  static final int CONTENT = 4;

  /** The longest message: the longest name and the longest context fit. */
  static final int MAX_BYTES = 132 * 1024;

  /** Most fields of a message. */
  static final int MAX_FIELDS = 16;

  private static final int MAGIC = 0x31435046;
  private static final int HEAD = 16;
  private static final int FIELD_HEAD = 8;
  private static final int MANDATORY = 1;

  ControlMessage {
    fields = List.copyOf(fields);
  }

  /**
   * One field.
   *
   * @param tag what it is
   * @param mandatory whether a receiver that does not know it must refuse
   * @param bytes its value, not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Field(int tag, boolean mandatory, byte[] bytes) {
    int padded() {
      return (bytes.length + 7) & -8;
    }
  }

  /** A message of this version. */
  static ControlMessage of(int type, Field... fields) {
    return new ControlMessage(type, MAJOR, MINOR, List.of(fields));
  }

  @Nullable Field find(int tag) {
    for (Field field : fields) {
      if (field.tag() == tag) {
        return field;
      }
    }
    return null;
  }

  byte[] encode() {
    int length = HEAD + fields.stream().mapToInt(field -> FIELD_HEAD + field.padded()).sum();
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putShort((short) type).put((byte) major).put((byte) minor);
    out.putInt(length).putShort((short) fields.size()).putShort((short) 0);
    for (Field field : fields) {
      out.putShort((short) field.tag()).putShort((short) (field.mandatory() ? MANDATORY : 0));
      out.putInt(field.bytes().length).put(field.bytes());
      out.position(out.position() + field.padded() - field.bytes().length);
    }
    return out.array();
  }

  /**
   * {@return the message that these bytes are}
   *
   * @throws MalformedMessage if they are none, or none of this version
   */
  static ControlMessage decode(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedMessage("it has more than " + MAX_BYTES + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEAD || in.getInt() != MAGIC) {
      throw new MalformedMessage("it does not begin as a control message does");
    }
    int type = Short.toUnsignedInt(in.getShort());
    int major = Byte.toUnsignedInt(in.get());
    int minor = Byte.toUnsignedInt(in.get());
    if (major != MAJOR) {
      throw MalformedMessage.version(major, minor);
    }
    int length = in.getInt();
    int count = Short.toUnsignedInt(in.getShort());
    if (length != bytes.length || count > MAX_FIELDS || in.getShort() != 0) {
      throw new MalformedMessage("its head says " + length + " bytes and " + count + " fields");
    }
    return new ControlMessage(type, major, minor, fields(in, count));
  }

  private static List<Field> fields(ByteBuffer in, int count) {
    List<Field> fields = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      fields.add(field(in));
    }
    if (in.hasRemaining()) {
      throw new MalformedMessage(in.remaining() + " bytes follow the last field");
    }
    return fields;
  }

  private static Field field(ByteBuffer in) {
    if (in.remaining() < FIELD_HEAD) {
      throw new MalformedMessage("a field is cut off");
    }
    int tag = Short.toUnsignedInt(in.getShort());
    boolean mandatory = (in.getShort() & MANDATORY) != 0;
    int length = in.getInt();
    if (length < 0 || length > in.remaining() || ((length + 7) & -8) > in.remaining()) {
      throw new MalformedMessage("field " + tag + " says " + length + " bytes");
    }
    byte[] value = new byte[length];
    in.get(value);
    in.position(in.position() + ((length + 7) & -8) - length);
    return new Field(tag, mandatory, value);
  }

  /** Refuses a mandatory field that is not among the known tags. */
  void requireKnown(List<Integer> known) {
    for (Field field : fields) {
      if (field.mandatory() && !known.contains(field.tag())) {
        throw new MalformedMessage(
            "it has the mandatory field "
                + field.tag()
                + ", which protocol "
                + MAJOR
                + "."
                + MINOR
                + " does not know (the sender speaks "
                + major
                + "."
                + minor
                + ")");
      }
    }
  }
}
