package io.filterport.engine;

import io.filterport.NtStatus;
import io.filterport.spi.FailureLog;
import java.util.function.Supplier;

/** What callbacks may return, and what their exceptions count as. */
final class Statuses {
  private Statuses() {}

  /**
   * {@return the status of a callback: an exception counts as unsuccessful (CNF-16, MNF-20), and so
   * do PENDING (CNF-15) and null}
   *
   * <p>Any exception: checked ones reach here from callbacks that are not written in Java.
   *
   * @param what the callback
   * @param failures of whom it belongs to: clients can make it fail as often as they like
   * @param callback is run
   */
  static NtStatus of(String what, FailureLog failures, Supplier<NtStatus> callback) {
    NtStatus status;
    try {
      status = callback.get();
    } catch (Throwable e) {
      failures.tell(what + " threw", e);
      return NtStatus.UNSUCCESSFUL;
    }
    if (status == null || status.equals(NtStatus.PENDING)) {
      failures.tell(what + " returned " + status + ", which is not allowed", null);
      return NtStatus.UNSUCCESSFUL;
    }
    return status;
  }

  /** {@return whether a status of a callback means yes: NT_SUCCESS (CNF-09)} */
  static boolean accepts(NtStatus status) {
    return status.isSuccess();
  }
}
