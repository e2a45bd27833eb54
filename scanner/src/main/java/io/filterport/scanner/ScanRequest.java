package io.filterport.scanner;

import io.filterport.Buffers;
import io.filterport.volume.FileOperation.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the filter asks the service about one file operation; the file's content comes beside it.
 * Immutable.
 *
 * <pre>
 *  0        4      8       16     20     24          28     32
 *  +--------+------+-------+------+------+-----------+------+---------------
 *  | format | kind | size  | pid  | uid  | path bytes| zero | path (UTF-8) …
 *  +--------+------+-------+------+------+-----------+------+---------------
 * </pre>
 *
 * Little endian; kind 0 is create, 1 open, 2 exec, 3 write-close, 4 access. About renames and
 * deletes no service is asked.
 *
 * @param kind what happens
 * @param size the file's size in bytes
 * @param processId who does it, -1 if unknown
 * @param userId its user, -1 if unknown
 * @param path where, for people: never to be opened
 */
public record ScanRequest(Kind kind, long size, long processId, long userId, String path) {
  /** The longest path that is told, in bytes; a longer one is cut. */
  public static final int MAX_PATH = 4096;

  /** Of the request and its reply: 2 brought the reply's signature set. */
  private static final int FORMAT = 2;

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
  private static final int PATH = 32;

  /**
   * {@return the message}
   *
   * @throws IllegalArgumentException for a rename or a delete
   */
  public MemorySegment encode() {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    byte[] told = Arrays.copyOf(name, Math.min(name.length, MAX_PATH));
    MemorySegment message = Buffers.allocate(PATH + told.length);
    message.set(INT, 0, FORMAT);
    message.set(INT, KIND, number(kind));
    message.set(LONG, SIZE, size);
    message.set(INT, PROCESS, (int) processId);
    message.set(INT, USER, (int) userId);
    message.set(INT, PATH_BYTES, told.length);
    MemorySegment.copy(Buffers.of(told), 0, message, PATH, told.length);
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
    if (length != message.byteSize() - PATH) {
      throw new IllegalArgumentException("a scan request with a path of " + length + " bytes");
    }
    String path = new String(Buffers.bytes(message.asSlice(PATH, length)), StandardCharsets.UTF_8);
    return new ScanRequest(
        kind(message.get(INT, KIND)),
        message.get(LONG, SIZE),
        message.get(INT, PROCESS),
        user(message.get(INT, USER)),
        path);
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
