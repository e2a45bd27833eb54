package io.filterport.volumes;

import io.filterport.volume.VolumeCounters;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a volume decides. Safe for use by any thread. */
public final class Tally {
  private final LongAdder asked = new LongAdder();
  private final LongAdder allowed = new LongAdder();
  private final LongAdder denied = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder wouldDeny = new LongAdder();

  /** Makes a tally of zeros. */
  public Tally() {}

  /** Counts an operation that is for the callbacks, whether or not there will be room or time. */
  public void asked() {
    asked.increment();
  }

  /**
   * Counts how an operation was decided: once for each {@link #asked()}.
   *
   * @param decision the one that counted
   */
  public void decided(Decision decision) {
    if (decision.wouldDeny()) {
      wouldDeny.increment();
    } else if (decision.byDefault()) {
      failed.increment();
    } else if (decision.verdict().allowed()) {
      allowed.increment();
    } else {
      denied.increment();
    }
  }

  /** {@return the counters now} */
  public VolumeCounters snapshot() {
    return new VolumeCounters(
        asked.sum(), allowed.sum(), denied.sum(), failed.sum(), wouldDeny.sum());
  }
}
