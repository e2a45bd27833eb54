package io.filterport.volume;

import java.io.IOException;

/**
 * PFLT_PRE_OPERATION_CALLBACK: decides whether a file operation may go on. Called by several
 * threads at once; the opener waits meanwhile.
 *
 * <p>It must not open files of the volume by path: {@link FileOperation#content()} is the way to
 * the bytes. A volume answers an open from inside a callback with an error, or, where it cannot see
 * that, does not ask about it; it never waits for itself.
 */
@FunctionalInterface
public interface PreOperationCallback {
  /**
   * Runs at most once for each operation, before anything happened to the file; for {@link
   * FileOperation.Kind#WRITE_CLOSE} after it was written.
   *
   * @param operation what is about to happen; dead after the return
   * @return the verdict; the first deny, in altitude order, decides
   * @throws IOException if the content cannot be read. Whatever a callback throws, and null, counts
   *     as the volume's default verdict
   */
  Verdict preOperation(FileOperation operation) throws IOException;
}
