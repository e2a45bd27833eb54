package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The headers of records, before the payload at 64.
 *
 * <pre>
 *         0               8               12              16
 * message | message id    | reply capacity| flags         | reserved …
 * reply   | status, count | reserved …
 * </pre>
 */
final class RecordHeader {
  /** Message flag: the caller gave a reply buffer, be it empty. */
  static final int HAS_REPLY_BUFFER = 1;

  /** Message flag: a content travels beside the message. */
  static final int HAS_CONTENT = 2;

  /** Message flag, with the former: it could not be handed over. */
  static final int CONTENT_LOST = 4;

  private static final int MESSAGE_ID = 0;
  private static final int REPLY_CAPACITY = 8;
  private static final int FLAGS = 12;
  private static final int STATUS = 0;
  private static final int COUNT = 4;

  private RecordHeader() {}

  static void writeMessage(MemorySegment record, long id, int replyCapacity, int flags) {
    record.set(ValueLayout.JAVA_LONG, MESSAGE_ID, id);
    record.set(ValueLayout.JAVA_INT, REPLY_CAPACITY, replyCapacity);
    record.set(ValueLayout.JAVA_INT, FLAGS, flags);
  }

  static long messageId(MemorySegment record) {
    return record.get(ValueLayout.JAVA_LONG, MESSAGE_ID);
  }

  static int replyCapacity(MemorySegment record) {
    return record.get(ValueLayout.JAVA_INT, REPLY_CAPACITY);
  }

  static int flags(MemorySegment record) {
    return record.get(ValueLayout.JAVA_INT, FLAGS);
  }

  static void writeReply(MemorySegment record, int status, int count) {
    record.set(ValueLayout.JAVA_INT, STATUS, status);
    record.set(ValueLayout.JAVA_INT, COUNT, count);
  }

  static int count(MemorySegment record) {
    return record.get(ValueLayout.JAVA_INT, COUNT);
  }

  static int status(MemorySegment record) {
    return record.get(ValueLayout.JAVA_INT, STATUS);
  }
}
