package io.filterport.engine.slots;

/**
 * The word of a slot: phase, generation and argument change hands in one atomic step.
 *
 * <pre>
 *  63            32 31                    4  3  2   0
 *  +---------------+-----------------------+--+-----+
 *  |      arg      |      generation       |P |phase|
 *  +---------------+-----------------------+--+-----+
 * </pre>
 *
 * <p>arg by phase: OFFERED the capacity; DELIVERED and EXPIRED the message's length, bit 63 set if
 * a reply is wanted; REPLIED the length that the replier had; TOO_SMALL the length needed; else 0.
 */
public final class SlotWord {
  /** Nobody's offer; the callee's to offer. */
  public static final int FREE = 0;

  /** The callee offers a buffer. */
  public static final int OFFERED = 1;

  /** One sender owns the slot and writes its message. */
  public static final int CLAIMED = 2;

  /** The message is the callee's; the sender may wait for a reply. */
  public static final int DELIVERED = 3;

  /** The reply is the sender's. */
  public static final int REPLIED = 4;

  /** The sender has gone. */
  public static final int EXPIRED = 5;

  /** The offered buffer was too small for a message. */
  public static final int TOO_SMALL = 6;

  /** The callee has closed; final. */
  public static final int CLOSED = 7;

  /** Only with DELIVERED: the sender sleeps, announce the reply. */
  public static final long PARKED = 8;

  /** Generations run modulo this. */
  public static final int GENERATIONS = 1 << 28;

  private static final int PHASE_MASK = 7;
  private static final int GENERATION_SHIFT = 4;
  private static final int ARG_SHIFT = 32;
  private static final long REPLY_WANTED = 1L << 63;

  private SlotWord() {}

  /**
   * {@return a word}
   *
   * @param phase one of the eight
   * @param generation 0…2^28-1
   * @param arg 32 bits
   */
  public static long of(int phase, int generation, int arg) {
    return ((long) arg << ARG_SHIFT) | ((long) generation << GENERATION_SHIFT) | phase;
  }

  static long delivered(int generation, int length, boolean replyWanted) {
    return of(DELIVERED, generation, length) | (replyWanted ? REPLY_WANTED : 0);
  }

  /** {@return the same word in phase EXPIRED} */
  static long expired(long delivered) {
    return (delivered & ~(PARKED | PHASE_MASK)) | EXPIRED;
  }

  /** {@return the phase of a word} */
  public static int phase(long word) {
    return (int) word & PHASE_MASK;
  }

  /** {@return the generation of a word} */
  public static int generation(long word) {
    return (int) word >>> GENERATION_SHIFT;
  }

  /** {@return the 32 argument bits of a word} */
  static int arg(long word) {
    return (int) (word >>> ARG_SHIFT);
  }

  /** {@return the length in a DELIVERED or EXPIRED word} */
  static int length(long word) {
    return arg(word) & Integer.MAX_VALUE;
  }

  static boolean replyWanted(long word) {
    return word < 0;
  }

  /** {@return whether the word of an offered slot says that the getter's wait is over} */
  static boolean hasArrived(long word) {
    int phase = phase(word);
    return phase != OFFERED && phase != CLAIMED;
  }

  /** {@return whether the slot has a message, be its sender still there or not} */
  static boolean carriesMessage(long word) {
    int phase = phase(word);
    return phase == DELIVERED || phase == EXPIRED;
  }

  /** {@return whether the sender of the message that the slot has waits for the reply} */
  static boolean isAwaited(long word) {
    return phase(word) == DELIVERED && replyWanted(word);
  }

  static boolean isParked(long word) {
    return (word & PARKED) != 0;
  }

  /** {@return what to say of a word that ends the connection} */
  static String foreign(String expected, long word) {
    return expected + " holds phase " + phase(word) + ", word 0x" + Long.toHexString(word);
  }
}
