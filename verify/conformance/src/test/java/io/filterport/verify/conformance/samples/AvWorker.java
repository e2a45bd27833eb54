package io.filterport.verify.conformance.samples;

import io.filterport.verify.conformance.samples.AvMessages.Finding;

/** A worker's scan, which the abort listener may end. Safe for use by any thread. */
final class AvWorker {
  final int id;

  // guarded by this
  private long scanId;
  private boolean aborted;
  private boolean stopped;

  AvWorker(int id) {
    this.id = id;
  }

  /** A scan begins, before anybody is told that this worker makes it. */
  synchronized void begin(long scan) {
    scanId = scan;
    aborted = stopped;
  }

  /** An abort that comes too late is not the next scan's. */
  synchronized void abort(long scan) {
    aborted |= scan == scanId;
  }

  /** Ends this scan and the later ones. */
  synchronized void stop() {
    stopped = true;
    aborted = true;
  }

  private synchronized boolean isAborted() {
    return aborted;
  }

  Finding search(String contents) {
    do {
      if (isAborted()) {
        return Finding.ABORTED;
      }
      if (contents.contains(AvMessages.VIRUS)) {
        return Finding.INFECTED;
      }
      Thread.onSpinWait();
    } while (contents.startsWith(AvMessages.ENDLESS));
    return Finding.CLEAN;
  }
}
