package io.filterport.ipc;

/** The word of a slot, by its bits. Stateless. */
final class RawWord {
  static final int FREE = 0;
  static final int OFFERED = 1;
  static final int CLAIMED = 2;
  static final int DELIVERED = 3;
  static final int REPLIED = 4;
  static final int EXPIRED = 5;
  static final int TOO_SMALL = 6;
  static final int CLOSED = 7;
  static final long PARKED = 8;
  static final long REPLY_WANTED = 1L << 63;

  private RawWord() {}

  static long of(int phase, int generation, int arg) {
    return (long) arg << 32 | (generation & 0xFFFFFFFL) << 4 | phase;
  }

  static int phase(long word) {
    return (int) word & 7;
  }

  static int generation(long word) {
    return (int) word >>> 4;
  }

  static int arg(long word) {
    return (int) (word >>> 32);
  }
}
