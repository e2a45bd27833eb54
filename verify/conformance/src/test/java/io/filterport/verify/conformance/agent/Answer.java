package io.filterport.verify.conformance.agent;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.io.Serializable;

/**
 * How a call ended.
 *
 * @param value what it returned
 * @param bytes the buffer afterwards, or null
 * @param packet of a completion port, or null
 * @param failure what it threw, or null
 * @param interrupted whether the thread's interrupt flag is set afterwards
 */
record Answer(long value, Bytes bytes, Packet packet, Failure failure, boolean interrupted)
    implements Serializable {

  /** A {@link FilterPortException}, or what else was thrown, as text. */
  record Failure(String what, int status, String advice, long bytes, String other)
      implements Serializable {

    static Failure of(Throwable thrown) {
      return thrown instanceof FilterPortException e
          ? new Failure(e.what(), e.status().value(), e.advice(), e.bytes(), null)
          : new Failure(null, 0, null, 0, thrown.toString());
    }

    RuntimeException toException() {
      return other == null
          ? new FilterPortException(what, new NtStatus(status), advice, bytes)
          : new IllegalStateException("in the agent: " + other);
    }
  }
}
