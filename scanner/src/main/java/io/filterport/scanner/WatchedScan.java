package io.filterport.scanner;

import io.filterport.FilterPortException;
import io.filterport.scanner.engine.ScanContext;
import io.filterport.service.FilterPort;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks the filter now and then whether a scan is still wanted. The filter sends no notice of its
 * own: that would have to reach a service whose getters all wait behind busy workers.
 *
 * <p>Each question of the engine is a sign of life as well.
 */
final class WatchedScan implements ScanContext {
  /** A short scan never asks. */
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final FilterPort port;
  private final ScanRequest request;
  private final LongSupplier clock;

  // written by the thread that scans
  private volatile long heard;
  private volatile boolean filterIsAsked;

  // guarded by this
  private long asked;
  private boolean aborted;

  WatchedScan(FilterPort port, ScanRequest request, LongSupplier clock) {
    this.port = port;
    this.request = request;
    this.clock = clock;
    this.heard = clock.getAsLong();
    this.asked = heard;
  }

  @Override
  public synchronized boolean isAborted() {
    heard = clock.getAsLong();
    if (!aborted && heard - asked >= INTERVAL_NANOS) {
      aborted = !askFilter(this::isWanted);
      asked = heard;
    }
    return aborted;
  }

  /** Whatever the answer is but success, and if there is none: nobody gets the verdict. */
  private boolean isWanted() {
    try {
      int ignored = port.send(new StillWorking(request.scanId()).encode(), null);
      return true;
    } catch (FilterPortException e) {
      return false;
    }
  }

  /** {@return what the filter's side gives} Its silence is not the scan's. */
  <T> T askFilter(Supplier<T> question) {
    filterIsAsked = true;
    try {
      return question.get();
    } finally {
      heard = clock.getAsLong();
      filterIsAsked = false;
    }
  }

  String path() {
    return request.path();
  }

  /** {@return how long nothing has been heard of it} Safe for use by any thread. */
  long silentNanos() {
    return filterIsAsked ? 0 : Math.max(0, clock.getAsLong() - heard);
  }
}
