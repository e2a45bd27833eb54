package io.filterport.filter;

import io.filterport.NtStatus;

/**
 * PFLT_CONNECT_NOTIFY: decides on a connection. Callbacks for different clients may run at the same
 * time (CNF-12).
 */
@FunctionalInterface
public interface ConnectNotify {
  /**
   * Runs exactly once for each attempt that passed every check of the manager (CNF-01).
   *
   * @param request who asks, with which context; dead after the return, but for the {@link
   *     ClientPort}, which the filter keeps if it accepts
   * @return a success status accepts (CNF-09), another refuses, and the client sees its translation
   *     (CON-11); {@link NtStatus#PENDING} counts as {@link NtStatus#UNSUCCESSFUL} (CNF-15)
   */
  NtStatus connect(ConnectionRequest request);
}
