package io.filterport.engine;

import io.filterport.NtStatus;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/** What callbacks may return, and what their exceptions count as. */
final class Statuses {
  private static final System.Logger LOG = System.getLogger("io.filterport.engine");

  private Statuses() {}

  /**
   * {@return the status of a callback: an exception counts as unsuccessful (CNF-16, MNF-20), and so
   * does PENDING (CNF-15)}
   */
  static NtStatus of(String what, Supplier<NtStatus> callback) {
    NtStatus status;
    try {
      status = callback.get();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, what + " threw", e);
      return NtStatus.UNSUCCESSFUL;
    }
    if (status.equals(NtStatus.PENDING)) {
      LOG.log(Level.WARNING, what + " returned STATUS_PENDING, which is not allowed");
      return NtStatus.UNSUCCESSFUL;
    }
    return status;
  }

  /** {@return whether a status of a callback means yes: NT_SUCCESS (CNF-09)} */
  static boolean accepts(NtStatus status) {
    return status.isSuccess();
  }
}
