package io.filterport.scanner;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.volume.FileOperation.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the filter asks the service about one file operation. Immutable.
 *
 * <pre>
 *  0        4      8      16    20    24           28              32        40
 *  +--------+------+------+-----+-----+------------+---------------+---------+------+---------
 *  | format | kind | size | pid | uid | path bytes | content bytes | scan id | path | content
 *  +--------+------+------+-----+-----+------------+---------------+---------+------+---------
 * </pre>
 *
 * Little endian, the path in UTF-8; kind 0 is create, 1 open, 2 exec, 3 write-close, 4 access.
 * About renames and deletes no service is asked. The file's content comes beside the message where
 * the content bytes are -1, else it stands behind the path, whole.
 *
 * @param kind what happens
 * @param size the file's size in bytes
 * @param processId who does it, -1 if unknown
 * @param userId its user, -1 if unknown
 * @param path where, for people: never to be opened
 * @param scanId what the service calls the scan when it asks whether it is still wanted
 */
public record ScanRequest(
    Kind kind, long size, long processId, long userId, String path, long scanId) {
  /** The longest path that is told, in bytes; a longer one is cut. */
  public static final int MAX_PATH = 4096;

  /** What precedes the content in the longest message. */
  static final int MAX_BEFORE_CONTENT = 40 + MAX_PATH;

  /** Of the request and its reply: 3 brought content inside the message, and its number. */
  private static final int FORMAT = 3;

  private static final int BESIDE = -1;

  private static final int CREATE = 0;
  private static final int OPEN = 1;
  private static final int EXEC = 2;
  private static final int WRITE_CLOSE = 3;
  private static final int ACCESS = 4;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int KIND = 4;
  private static final int SIZE = 8;
  private static final int PROCESS = 16;
  private static final int USER = 20;
  private static final int PATH_BYTES = 24;
  private static final int CONTENT_BYTES = 28;
  private static final int SCAN_ID = 32;
  private static final int PATH = 40;

  /**
   * {@return the message, beside which the content goes}
   *
   * @throws IllegalArgumentException for a rename or a delete
   */
  public MemorySegment encode() {
    return encode(BESIDE, new byte[0]);
  }

  /**
   * {@return the message with the content in it}
   *
   * @param content all of it
   * @throws IllegalArgumentException for a rename or a delete
   */
  public MemorySegment encode(byte[] content) {
    return encode(content.length, content);
  }

  private MemorySegment encode(int contentBytes, byte[] content) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    byte[] told = Arrays.copyOf(name, Math.min(name.length, MAX_PATH));
    MemorySegment message = Buffers.allocate(PATH + told.length + content.length);
    message.set(INT, 0, FORMAT);
    message.set(INT, KIND, number(kind));
    message.set(LONG, SIZE, size);
    message.set(INT, PROCESS, (int) processId);
    message.set(INT, USER, (int) userId);
    message.set(INT, PATH_BYTES, told.length);
    message.set(INT, CONTENT_BYTES, contentBytes);
    message.set(LONG, SCAN_ID, scanId);
    MemorySegment.copy(Buffers.of(told), 0, message, PATH, told.length);
    MemorySegment.copy(Buffers.of(content), 0, message, PATH + told.length, content.length);
    return message;
  }

  /**
   * {@return the request that a message is}
   *
   * @param message from the filter
   * @throws IllegalArgumentException if it is none, or of another format
   */
  public static ScanRequest decode(MemorySegment message) {
    if (message.byteSize() < PATH || message.get(INT, 0) != FORMAT) {
      throw new IllegalArgumentException("not a scan request of format " + FORMAT);
    }
    int length = message.get(INT, PATH_BYTES);
    int contentBytes = message.get(INT, CONTENT_BYTES);
    long expected = PATH + (long) length + Math.max(contentBytes, 0);
    if (length < 0 || contentBytes < BESIDE || expected != message.byteSize()) {
      throw new IllegalArgumentException(
          "a scan request with a path of %d bytes and a content of %d"
              .formatted(length, contentBytes));
    }
    String path = new String(Buffers.bytes(message.asSlice(PATH, length)), StandardCharsets.UTF_8);
    return new ScanRequest(
        kind(message.get(INT, KIND)),
        message.get(LONG, SIZE),
        message.get(INT, PROCESS),
        user(message.get(INT, USER)),
        path,
        message.get(LONG, SCAN_ID));
  }

  /**
   * {@return the content that is in a message; empty if it comes beside it} A copy.
   *
   * @param message that was decoded
   */
  static Optional<Content> content(MemorySegment message) {
    int bytes = message.get(INT, CONTENT_BYTES);
    return bytes == BESIDE
        ? Optional.empty()
        : Optional.of(Content.of(Buffers.bytes(message.asSlice(message.byteSize() - bytes))));
  }

  /** Of the 2^32 numbers of users one, the highest, is nobody's. */
  private static long user(int number) {
    return number == -1 ? -1 : Integer.toUnsignedLong(number);
  }

  private static int number(Kind kind) {
    return switch (kind) {
      case CREATE -> CREATE;
      case OPEN -> OPEN;
      case EXEC -> EXEC;
      case WRITE_CLOSE -> WRITE_CLOSE;
      case ACCESS -> ACCESS;
      case RENAME, DELETE -> throw new IllegalArgumentException("no service scans a " + kind);
    };
  }

  private static Kind kind(int number) {
    return switch (number) {
      case CREATE -> Kind.CREATE;
      case OPEN -> Kind.OPEN;
      case EXEC -> Kind.EXEC;
      case WRITE_CLOSE -> Kind.WRITE_CLOSE;
      case ACCESS -> Kind.ACCESS;
      default -> throw new IllegalArgumentException("a scan request of kind " + number);
    };
  }
}
