package io.filterport.verify.conformance.history;

import io.filterport.filter.SendResult.Outcome;
import java.io.Serializable;

/** What a call came to. */
@SuppressWarnings("ArrayRecordComponent") // never compared
sealed interface Result extends Serializable {
  /** What buffers are filled with before a call. */
  byte UNTOUCHED = (byte) 0xCC;

  /** Of a Send. The buffer is all of it, empty if there was none. */
  record Sent(Outcome outcome, int status, int replyLength, byte[] buffer, long elapsedNanos)
      implements Result {}

  /** Of a Get. Not accepted means that the call itself failed. The buffer is all of it. */
  record Got(boolean accepted, int status, int bytes, byte[] buffer) implements Result {}

  /** Of a Cancel and a CancelAll: whether there was something to cancel. */
  record Cancelled(boolean any) implements Result {}

  /** Of a Reply. */
  record Replied(int status) implements Result {}

  /** Of an Ask. */
  record Asked(int status, byte[] answer) implements Result {}

  /** Of a Look. */
  record Looked(boolean complete) implements Result {}

  /** Of the two closes. */
  record Done() implements Result {}
}
