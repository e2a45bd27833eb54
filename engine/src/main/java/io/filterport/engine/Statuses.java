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
   * do PENDING (CNF-15) and null}
   *
   * <p>Any exception: checked ones reach here from callbacks that are not written in Java.
   */
  static NtStatus of(String what, Supplier<NtStatus> callback) {
    NtStatus status;
    try {
      status = callback.get();
    } catch (Throwable e) {
      LOG.log(Level.WARNING, what + " threw", e);
      return NtStatus.UNSUCCESSFUL;
    }
    if (status == null || status.equals(NtStatus.PENDING)) {
      LOG.log(Level.WARNING, "{0} returned {1}, which is not allowed", what, status);
      return NtStatus.UNSUCCESSFUL;
    }
    return status;
  }

  /** {@return whether a status of a callback means yes: NT_SUCCESS (CNF-09)} */
  static boolean accepts(NtStatus status) {
    return status.isSuccess();
  }
}
