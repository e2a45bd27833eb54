package io.filterport.layout;

/**
 * Where the members of a structure lie, by C's rules: each at the next multiple of its alignment,
 * and the whole as long as a multiple of the strictest one. For use by one thread.
 */
final class Placement {
  private final boolean packed;
  private int end;
  private int alignment = 1;

  /** Where the payload begins: behind the header, if there is one. */
  private int payload;

  private int payloadAlignment = 1;

  Placement(boolean packed) {
    this.packed = packed;
  }

  /** {@return where the next member begins} */
  int place(CType type) {
    int needed = packed ? 1 : type.alignment();
    int offset = roundUp(end, needed);
    end = offset + type.size();
    alignment = Math.max(alignment, needed);
    payloadAlignment = Math.max(payloadAlignment, needed);
    return offset;
  }

  /** {@return where a message's header begins, in front of everything else} */
  int placeHeader(CType header) {
    int offset = place(header);
    payload = end;
    payloadAlignment = 1;
    return offset;
  }

  /** {@return where the last member ends} */
  int end() {
    return end;
  }

  /** {@return the structure's own alignment} */
  int alignment() {
    return alignment;
  }

  /** {@return C's sizeof} */
  int size() {
    return roundUp(end, alignment);
  }

  /** {@return what counts in a message: the header, and C's sizeof of the payload by itself} */
  int messageBytes() {
    return payload + payloadBytes();
  }

  int payloadBytes() {
    return roundUp(end - payload, payloadAlignment);
  }

  private static int roundUp(int bytes, int multiple) {
    return (bytes + multiple - 1) / multiple * multiple;
  }
}
