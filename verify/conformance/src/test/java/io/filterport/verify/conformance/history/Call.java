package io.filterport.verify.conformance.history;

import io.filterport.Timeout;
import java.io.Serializable;

/** A call of a history, with its arguments. */
@SuppressWarnings("ArrayRecordComponent") // never compared
sealed interface Call extends Serializable {
  /** FltSendMessage; no capacity means that no reply is wanted. */
  record Send(byte[] message, int replyCapacity, long timeoutNanos) implements Call {
    static final int NO_REPLY = -1;
    static final long POLL = 0;
    static final long ENDLESS = Long.MAX_VALUE;

    boolean wantsReply() {
      return replyCapacity != NO_REPLY;
    }

    boolean isPoll() {
      return timeoutNanos == POLL;
    }

    boolean isEndless() {
      return timeoutNanos == ENDLESS;
    }

    Timeout timeout() {
      return isEndless() ? Timeout.infinite() : Timeout.ofNanos(timeoutNanos);
    }

    /** {@return what a getter must hold} */
    int needed() {
      return 16 + message.length;
    }
  }

  /** FilterGetMessage. An overlapped one ends when somebody first sees that it is complete. */
  record Get(int capacity, boolean overlapped) implements Call {}

  /** A look at an overlapped get, or a wait for it: is it complete? */
  record Look(int get) implements Call {}

  /** CancelIoEx for one get. */
  record Cancel(int get) implements Call {}

  /** CancelIoEx for all gets. */
  record CancelAll() implements Call {}

  /** FilterReplyMessage. */
  record Reply(long id, int status, byte[] payload) implements Call {}

  /** FilterSendMessage; the filter's callback answers each byte with the next one. */
  record Ask(byte[] question) implements Call {}

  /** FltCloseClientPort. */
  record ClosePort() implements Call {}

  /** CloseHandle. */
  record CloseHandle() implements Call {}
}
