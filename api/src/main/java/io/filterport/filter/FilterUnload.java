package io.filterport.filter;

import io.filterport.NtStatus;

/** PFLT_FILTER_UNLOAD_CALLBACK. Runs on the thread that asks for the unload. */
@FunctionalInterface
public interface FilterUnload {
  /**
   * The filter is asked to unload. It may talk to its clients, close its ports and unregister
   * itself (UNL-08); what it leaves is closed for it.
   *
   * @param mandatory whether a refusal is ignored
   * @return a success status to agree; another to refuse, usually {@link
   *     NtStatus#FLT_DO_NOT_DETACH}, after which everything stays as it is (REG-05)
   */
  NtStatus unload(boolean mandatory);
}
