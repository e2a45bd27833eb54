package io.filterport.spy;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.layout.Flexible;
import io.filterport.layout.MessageLayout;
import io.filterport.spy.SpyRecord.Lost;
import io.filterport.spy.SpyRecord.Operation;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the two halves of the spy say to each other. A client sends a command; the answer is
 * records, one behind the other. Each has its own length, which is a multiple of 8. A reader passes
 * over types of records that it does not know. Stateless.
 */
final class SpyMessages {
  /** The only command: give me records. Not 0, so that a forgotten command is none. */
  static final int GET_LOG = 1;

  static final MessageLayout<SpyRequest> COMMAND =
      MessageLayout.of(MethodHandles.lookup(), SpyRequest.class);
  static final MessageLayout<SpyOperation> OPERATION =
      MessageLayout.of(MethodHandles.lookup(), SpyOperation.class);
  static final MessageLayout<SpyLost> LOST =
      MessageLayout.of(MethodHandles.lookup(), SpyLost.class);
  private static final MessageLayout<SpyHead> HEAD =
      MessageLayout.of(MethodHandles.lookup(), SpyHead.class);

  /** The longest path that is told, in bytes; a longer one is cut. */
  static final int MAX_PATH = 4096;

  private static final int ALIGNMENT = 8;
  private static final int OPERATION_TYPE = 1;
  private static final int LOST_TYPE = 2;

  private SpyMessages() {}

  /** Bytes behind it are passed over. */
  record SpyRequest(int command) {}

  /** How each record begins. */
  record SpyHead(int length, int type) {}

  /**
   * The text is the kind's name, the path, the new path if there is one, all UTF-8, and zeros up to
   * the length.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record SpyOperation(
      int length,
      int type,
      long sequence,
      long timeNanos,
      long size,
      long processId,
      long userId,
      int pathBytes,
      short kindBytes,
      boolean hasStatus,
      boolean pathCut,
      int status,
      int targetPathBytes,
      @Flexible byte[] text) {}

  record SpyLost(int length, int type, long operations) {}

  /** {@return the command of a message, or none if it is too short for one} */
  static Optional<SpyRequest> command(MemorySegment message) {
    return message.byteSize() < COMMAND.size()
        ? Optional.empty()
        : Optional.of(COMMAND.read(message.asSlice(0, COMMAND.size())));
  }

  static byte[] encode(Operation operation) {
    byte[] kind = operation.kind().getBytes(StandardCharsets.UTF_8);
    byte[] path = operation.path().getBytes(StandardCharsets.UTF_8);
    byte[] target = operation.targetPath().orElse("").getBytes(StandardCharsets.UTF_8);
    int told = told(path);
    int toldOfTarget = told(target);
    int length = aligned(OPERATION.size() + kind.length + told + toldOfTarget);
    byte[] text = Arrays.copyOf(kind, length - OPERATION.size());
    System.arraycopy(path, 0, text, kind.length, told);
    System.arraycopy(target, 0, text, kind.length + told, toldOfTarget);
    return Buffers.bytes(
        OPERATION.encode(
            new SpyOperation(
                length,
                OPERATION_TYPE,
                operation.sequence(),
                nanos(operation.time()),
                operation.size(),
                operation.processId(),
                operation.userId(),
                told,
                (short) kind.length,
                operation.status() != null,
                operation.pathCut() || told < path.length || toldOfTarget < target.length,
                operation.status() == null ? 0 : operation.status().value(),
                toldOfTarget,
                text)));
  }

  /** {@return how many bytes of a path are told: whole characters} */
  private static int told(byte[] path) {
    int told = Math.min(path.length, MAX_PATH);
    while (told < path.length && isInsideCharacter(path[told])) {
      told--;
    }
    return told;
  }

  private static boolean isInsideCharacter(byte unit) {
    return (unit & 0xC0) == 0x80;
  }

  private static int aligned(int bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  static byte[] encode(Lost lost) {
    return Buffers.bytes(LOST.encode(new SpyLost(LOST.size(), LOST_TYPE, lost.operations())));
  }

  /**
   * {@return the records of an answer}
   *
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} if it is none
   */
  static List<SpyRecord> decode(MemorySegment answer) {
    List<SpyRecord> records = new ArrayList<>();
    MemorySegment rest = answer;
    while (rest.byteSize() > 0) {
      MemorySegment record = rest.asSlice(0, length(rest));
      decodeOne(record).ifPresent(records::add);
      rest = rest.asSlice(record.byteSize());
    }
    return records;
  }

  private static int length(MemorySegment rest) {
    int length = rest.byteSize() < HEAD.size() ? 0 : head(rest).length();
    if (length < HEAD.size() || length > rest.byteSize()) {
      throw refusal("a record of " + length + " bytes in " + rest.byteSize());
    }
    return length;
  }

  private static SpyHead head(MemorySegment record) {
    return HEAD.read(record.asSlice(0, HEAD.size()));
  }

  private static Optional<SpyRecord> decodeOne(MemorySegment record) {
    return switch (head(record).type()) {
      case OPERATION_TYPE -> Optional.of(operation(OPERATION.read(record)));
      case LOST_TYPE -> Optional.of(new Lost(LOST.read(record).operations()));
      default -> Optional.empty();
    };
  }

  private static Operation operation(SpyOperation record) {
    int kind = record.kindBytes();
    int path = record.pathBytes();
    int target = record.targetPathBytes();
    if (kind < 0 || path < 0 || target < 0 || (long) kind + path + target > record.text().length) {
      throw refusal("texts of %d, %d and %d bytes in a record".formatted(kind, path, target));
    }
    return new Operation(
        record.sequence(),
        Instant.EPOCH.plusNanos(record.timeNanos()),
        new String(record.text(), 0, kind, StandardCharsets.UTF_8),
        new String(record.text(), kind, path, StandardCharsets.UTF_8),
        target == 0
            ? Optional.empty()
            : Optional.of(new String(record.text(), kind + path, target, StandardCharsets.UTF_8)),
        record.pathCut(),
        record.size(),
        record.processId(),
        record.userId(),
        record.hasStatus() ? new NtStatus(record.status()) : null);
  }

  private static FilterPortException refusal(String what) {
    return new FilterPortException(
        "reading what the spy recorded: " + what,
        NtStatus.INVALID_PARAMETER,
        "Use the same version of Filterport on both sides.");
  }
}
