package io.filterport.scanner;

import io.filterport.FilterPortException;
import io.filterport.scanner.engine.ScanContext;
import io.filterport.service.FilterPort;
import java.util.concurrent.TimeUnit;

/**
 * Asks the filter now and then whether a scan is still wanted. The filter sends no notice of its
 * own: that would have to reach a service whose getters all wait behind busy workers.
 */
final class WatchedScan implements ScanContext {
  /** A short scan never asks. */
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final FilterPort port;
  private final long scanId;

  // guarded by this
  private long asked = System.nanoTime();
  private boolean aborted;

  WatchedScan(FilterPort port, long scanId) {
    this.port = port;
    this.scanId = scanId;
  }

  @Override
  public synchronized boolean isAborted() {
    if (!aborted && System.nanoTime() - asked >= INTERVAL_NANOS) {
      aborted = !ask();
      asked = System.nanoTime();
    }
    return aborted;
  }

  /** Whatever the answer is but success, and if there is none: nobody gets the verdict. */
  private boolean ask() {
    try {
      int ignored = port.send(new StillWorking(scanId).encode(), null);
      return true;
    } catch (FilterPortException e) {
      return false;
    }
  }
}
