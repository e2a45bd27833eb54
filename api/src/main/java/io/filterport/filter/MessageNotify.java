package io.filterport.filter;

import io.filterport.NtStatus;
import org.jspecify.annotations.Nullable;

/**
 * PFLT_MESSAGE_NOTIFY: answers what a client sends. Callbacks of one connection may run at the same
 * time, up to 16 of them (MNF-13); more calls wait.
 */
@FunctionalInterface
public interface MessageNotify {
  /**
   * Runs exactly once for each accepted call (MNF-01).
   *
   * @param connectionCookie what the connect callback set, or null (MNF-02)
   * @param call the buffers; dead after the return (BUF-06)
   * @return what the client sees, translated; only status zero is S_OK (MNF-11). With an error
   *     status no output is returned (MNF-08). {@link NtStatus#PENDING} counts as {@link
   *     NtStatus#UNSUCCESSFUL} (CNF-15)
   */
  NtStatus message(@Nullable Object connectionCookie, MessageCall call);
}
