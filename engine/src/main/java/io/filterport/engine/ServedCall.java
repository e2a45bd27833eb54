package io.filterport.engine;

import io.filterport.filter.MessageCall;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** One call of a client on its way through the callback. For use by the callback's thread. */
abstract class ServedCall implements MessageCall {
  private int returnLength;

  /** Before the callback. */
  final void begin() {
    returnLength = 0;
  }

  @Override
  public final void setReturnLength(int bytes) {
    returnLength = Math.max(0, bytes);
  }

  final int returnLength() {
    return returnLength;
  }

  /** {@return how much of the output counts, by what the callback says (MNF-07, MNF-08)} */
  final int counted() {
    return Math.min(returnLength, room());
  }

  /** {@return the output; to be asked for only if some of it counts} */
  final MemorySegment answer() {
    return Objects.requireNonNull(output(), "it has room");
  }

  /** {@return bytes of the output, 0 without one} */
  abstract int room();

  /** The callback has returned, and the answer is settled. */
  abstract void end();
}
