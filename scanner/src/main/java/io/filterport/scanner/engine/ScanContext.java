package io.filterport.scanner.engine;

import java.io.IOException;

/**
 * What a scan may ask about the operation it is made for. Safe for use by any thread while the scan
 * runs.
 */
@FunctionalInterface
public interface ScanContext {
  /** Of a scan that somebody waits for, however long it takes. */
  ScanContext WANTED = () -> false;

  /**
   * {@return whether nobody waits for the verdict any more} Costs little; an engine asks between
   * two parts of its work.
   */
  boolean isAborted();

  /**
   * Ends a scan that nobody waits for.
   *
   * @throws ScanAbortedException if it is aborted
   */
  default void requireWanted() throws IOException {
    if (isAborted()) {
      throw new ScanAbortedException();
    }
  }
}
