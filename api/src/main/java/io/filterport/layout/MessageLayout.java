package io.filterport.layout;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.PortAttributes;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/**
 * How a record lies in a message: as C lays out the same structure on x64, little endian on every
 * machine. Immutable and safe for use by any thread; make it once, as a constant.
 *
 * <pre>{@code
 * record ScanNotification(int bytesToScan, int reserved, @Length(1024) byte[] contents) {}
 *
 * static final MessageLayout<ScanNotification> NOTIFICATION =
 *     MessageLayout.of(MethodHandles.lookup(), ScanNotification.class);
 * }</pre>
 *
 * <table>
 * <caption>Types of components</caption>
 * <tr><th>Java</th><th>C</th><th></th></tr>
 * <tr><td>byte, short, int, long</td><td>UCHAR, USHORT, ULONG, ULONGLONG</td><td>the same bits;
 * read what is unsigned with {@link Byte#toUnsignedInt}, {@link Integer#toUnsignedLong} and the
 * like</td></tr>
 * <tr><td>boolean</td><td>BOOLEAN</td><td>1 byte; all but zero is true</td></tr>
 * <tr><td>char</td><td>WCHAR</td><td>one UTF-16 unit</td></tr>
 * <tr><td>float, double</td><td>float, double</td><td></td></tr>
 * <tr><td>{@code @Length(n)} array of these</td><td>array of n</td><td>a value has exactly n
 * elements</td></tr>
 * <tr><td>{@code @Length(n) String}</td><td>WCHAR array of n</td><td>UTF-16, at most n-1 units,
 * then zeros; reading stops at the first zero, or at the end</td></tr>
 * <tr><td>record; {@code @Length(n)} array of records</td><td>structure; array of n</td><td></td>
 * </tr>
 * <tr><td>{@code @Flexible} array, last</td><td>flexible array member</td><td>what is left of the
 * message</td></tr>
 * </table>
 *
 * <p>Each is aligned to its size, and a structure to its strictest member, unless it is {@link
 * Packed}. Padding is written as zeros and ignored when read.
 *
 * <p>A record whose first component is a {@link io.filterport.MessageHeader} or a {@link
 * io.filterport.ReplyHeader} is a whole message. It has 16 bytes and those of its payload by
 * itself: what C's sizeof adds because the header is aligned to 8 is neither sent nor wanted
 * (LAY-09).
 *
 * @param <T> the record
 */
public final class MessageLayout<T extends Record> {
  /** The most bytes of a layout, a header not counted: as many as a port can let through. */
  public static final int MAX_BYTES = PortAttributes.LARGEST_MAX_MESSAGE_BYTES;

  private final Class<T> type;
  private final Struct struct;

  private MessageLayout(Class<T> type, Struct struct) {
    this.type = type;
    this.struct = struct;
  }

  /**
   * {@return the layout of a record}
   *
   * @param <T> the record
   * @param lookup {@link MethodHandles#lookup()} of a class that can use the record and those
   *     inside of it; a record may be private and its module closed
   * @param type the record
   * @throws IllegalArgumentException if a component has no C type, an array no length, the lookup
   *     no access, a header something before it, or the whole more than {@link #MAX_BYTES}; says
   *     which
   */
  public static <T extends Record> MessageLayout<T> of(MethodHandles.Lookup lookup, Class<T> type) {
    return new MessageLayout<>(type, new StructMaker(lookup).make(type));
  }

  /**
   * {@return the bytes that every value has, a flexible array not counted} C's sizeof; of a whole
   * message the header and C's sizeof of the rest (LAY-10).
   */
  public int size() {
    return struct.messageBytes();
  }

  /** {@return whether the record ends in a {@link Flexible} array, so that sizes differ} */
  public boolean isFlexible() {
    return last().type() instanceof FlexibleArray;
  }

  private Member last() {
    return struct.members().getLast();
  }

  /**
   * {@return a new buffer with a value: exactly the bytes to send or to reply (LAY-10)}
   *
   * @param value any record of the layout
   * @throws IllegalArgumentException if a component is null, an array has another length than its
   *     own, a text does not fit, or the whole is longer than {@link #MAX_BYTES}
   */
  public MemorySegment encode(T value) {
    MemorySegment message = Buffers.allocate(size(value));
    struct.write(value, message, 0);
    return message;
  }

  /**
   * Writes a value, its padding as zeros. Where it throws, the buffer's bytes mean nothing.
   *
   * @param value any record of the layout
   * @param message exactly as long as the value
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} if the buffer is shorter or
   *     longer; says both sizes
   * @throws IllegalArgumentException as {@link #encode}
   */
  public void write(T value, MemorySegment message) {
    int size = size(value);
    if (message.byteSize() != size) {
      throw misfit("writing", message.byteSize(), size + " bytes");
    }
    message.fill((byte) 0);
    struct.write(value, message, 0);
  }

  private int size(T value) {
    long more = last().type() instanceof FlexibleArray tail ? tail.bytes(last().of(value)) : 0;
    long payload = struct.payloadBytes() + more;
    if (payload > MAX_BYTES) {
      throw new IllegalArgumentException(
          "A " + this + " of " + payload + " bytes; a message has " + MAX_BYTES + " at most.");
    }
    return (int) (size() + more);
  }

  /**
   * {@return the value in a message} Each byte is read once.
   *
   * @param message exactly as long as the layout: the whole is checked, not the first fields
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} if the message is shorter or
   *     longer, and says both sizes; or if the record's constructor throws, with that as its cause
   */
  public T read(MemorySegment message) {
    long bytes = message.byteSize();
    if (last().type() instanceof FlexibleArray tail) {
      int element = tail.element().size();
      if (bytes < size() || (bytes - size()) % element != 0) {
        throw misfit("reading", bytes, size() + " bytes and elements of " + element);
      }
    } else if (bytes != size()) {
      throw misfit("reading", bytes, size() + " bytes");
    }
    return type.cast(struct.read(message, 0));
  }

  private FilterPortException misfit(String doing, long bytes, String wanted) {
    return new FilterPortException(
        doing + " a " + struct.cName() + " in " + bytes + " bytes, which has " + wanted,
        NtStatus.INVALID_PARAMETER,
        "Compare toCHeader() of both ends; a message and a reply count their payload, without the"
            + " header of 16 bytes and without padding behind it (LAY-09).");
  }

  /**
   * {@return a C header with this structure and those inside of it, which checks its own sizes and
   * offsets when it is compiled} On Windows, include windows.h or fltKernel.h before it. Where
   * {@link #size} is less than sizeof, it is defined as well, with {@code _BYTES} behind the
   * structure's name.
   *
   * @throws IllegalStateException if two of the records have one name in C
   */
  public String toCHeader() {
    return new CHeader().print(struct);
  }

  @Override
  public String toString() {
    return struct.cName() + " of " + size() + " bytes" + (isFlexible() ? " and more" : "");
  }
}
