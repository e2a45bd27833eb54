package io.filterport.ipc;

import io.filterport.linux.Futex;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * One table of slots, written by offsets alone: a second reading of the protocol, on purpose not
 * made of the engine's classes.
 *
 * @param common the memory that both sides write
 * @param base where the table begins
 */
record RawTable(MemorySegment common, long base) {
  static final int SLOTS = 64;
  static final int TABLE_BYTES = 12288;

  static final long OFFERED = 0;
  static final long ARRIVED = 136;
  static final long DONE = 392;
  static final long ARRIVAL_BELL = 128;
  static final long CALLER_BELL = 384;
  static final long FLAG = 640;
  static final long LINES = 1024;
  static final long LINE = 128;
  static final long TICKET = 8;
  static final long MESSAGE_ID = 16;
  static final long REPLY_CAPACITY = 24;
  static final long MESSAGE_FLAGS = 28;
  static final long STATUS = 32;
  static final long COUNT = 36;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  long word(int slot) {
    return (long) LONG.getVolatile(common, base + LINES + LINE * slot);
  }

  void setWord(int slot, long word) {
    LONG.setVolatile(common, base + LINES + LINE * slot, word);
  }

  boolean casWord(int slot, long expected, long word) {
    return LONG.compareAndSet(common, base + LINES + LINE * slot, expected, word);
  }

  void setLong(long offset, long value) {
    LONG.setVolatile(common, base + offset, value);
  }

  long getLong(long offset) {
    return (long) LONG.getVolatile(common, base + offset);
  }

  void setInt(long offset, int value) {
    INT.setVolatile(common, base + offset, value);
  }

  int getInt(long offset) {
    return (int) INT.getVolatile(common, base + offset);
  }

  void setTicket(int slot, long ticket) {
    setLong(LINES + LINE * slot + TICKET, ticket);
  }

  void setInt(int slot, long field, int value) {
    setInt(LINES + LINE * slot + field, value);
  }

  void setMessage(int slot, long id, int replyCapacity, int flags) {
    setLong(LINES + LINE * slot + MESSAGE_ID, id);
    setInt(slot, REPLY_CAPACITY, replyCapacity);
    setInt(slot, MESSAGE_FLAGS, flags);
  }

  void addBit(long set, int slot) {
    long ignored =
        (long) LONG.getAndBitwiseOr(common, base + set + 8L * (slot >>> 6), 1L << (slot & 63));
  }

  /** {@return the first 64 slots of the set, all taken out} */
  long drain(long set) {
    return (long) LONG.getAndSet(common, base + set, 0L);
  }

  /** {@return whether somebody slept, whose mark is cleared now} */
  boolean clearMark(long bell) {
    int seen = getInt(bell);
    return (seen & 1) != 0 && INT.compareAndSet(common, base + bell, seen, seen + 1);
  }

  void wake(long bell) {
    int ignored = Futex.wake(common, base + bell, 1);
  }

  void ring(long bell) {
    if (clearMark(bell)) {
      wake(bell);
    }
  }
}
