package io.filterport.verify.conformance.history;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.service.Overlapped;

/** An overlapped get that was accepted. Safe for use by any thread. */
@SuppressWarnings("ArrayRecordComponent") // compared by its entry
record PostedGet(Entry entry, Overlapped overlapped, byte[] buffer) {
  int capacity() {
    return buffer.length;
  }

  /** {@return what it came to; it is complete} */
  Result.Got result() {
    try {
      int bytes = overlapped.result();
      return new Result.Got(true, NtStatus.SUCCESS.value(), bytes, buffer.clone());
    } catch (FilterPortException e) {
      return new Result.Got(true, e.status().value(), (int) e.bytes(), buffer.clone());
    }
  }
}
