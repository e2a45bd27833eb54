package io.filterport.volume;

import io.filterport.NtStatus;
import java.io.IOException;

/**
 * PFLT_POST_OPERATION_CALLBACK: learns what a file operation came to, and decides nothing. Called
 * by several threads at once; whoever wanted the operation may still wait.
 *
 * <p>It is called once for each operation that the pre-operation callback of the same attachment
 * saw and allowed, lowest altitude first, also if it was detached, or others were attached,
 * meanwhile. A filter whose pre-operation callback failed, or was not asked because one above it
 * denied, is not told. What a volume cannot ask about beforehand it tells all that are attached.
 * Which kinds are told at all, {@link Volume#reports()} says.
 *
 * <p>It must not use files of the volume by path, as a {@link PreOperationCallback} must not.
 */
@FunctionalInterface
public interface PostOperationCallback {
  /** Wants to know nothing. */
  PostOperationCallback NONE = (operation, status) -> {};

  /**
   * Runs after the operation, before whoever wanted it goes on, where the volume can see to that.
   *
   * @param operation what happened, or did not; the same object that the pre-operation callback
   *     got; dead after the return
   * @param status what it came to: {@link NtStatus#SUCCESS}, the failure, or {@link
   *     NtStatus#ACCESS_DENIED} if a filter at a lower altitude denied it
   * @throws IOException if the content cannot be read. Whatever a callback throws is logged and
   *     changes nothing
   */
  void postOperation(FileOperation operation, NtStatus status) throws IOException;
}
