package io.filterport.engine;

import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;

/** The errors of gets, with what to try. */
final class GetFailures {
  private GetFailures() {}

  static FilterPortException of(String what, NtStatus status, int bytes) {
    return new FilterPortException(what, status, advice(status, bytes), bytes);
  }

  private static String advice(NtStatus status, int bytes) {
    if (status.equals(NtStatus.BUFFER_TOO_SMALL)) {
      return "Get again with a buffer of "
          + bytes
          + " bytes, "
          + MessageHeader.SIZE
          + " of them for the header: the message is not lost.";
    }
    if (status.equals(NtStatus.CANCELLED)) {
      return "The get was cancelled or its thread interrupted; the connection is as it was.";
    }
    if (status.equals(NtStatus.PENDING)) {
      return "Wait for its event first.";
    }
    if (status.equals(NtStatus.ACCESS_VIOLATION)) {
      return "The buffer's memory was freed before the get was complete.";
    }
    return "The other end is gone: close the port and connect again.";
  }
}
