package io.filterport.volume;

/**
 * What a volume decided since it was made, at one moment. Immutable.
 *
 * <p>Each operation that was asked about is counted in exactly one of allowed, denied, failed and
 * wouldDeny when it is decided, so their sum is {@code asked} less those undecided at that moment.
 *
 * @param asked operations that were for at least one callback, also those decided by default before
 *     one was called, for want of room or time
 * @param allowed those that every callback allowed
 * @param denied those that a callback denied
 * @param failed those decided by the default verdict: a callback threw, or room or time ran out
 * @param wouldDeny those that a volume {@linkplain VolumeOptions#withAudit in audit mode} let go on
 *     although a callback or the default verdict denied
 */
public record VolumeCounters(long asked, long allowed, long denied, long failed, long wouldDeny) {
  /**
   * Makes the counters of a volume that enforces its verdicts.
   *
   * @param asked operations that were for at least one callback
   * @param allowed those that every callback allowed
   * @param denied those that a callback denied
   * @param failed those decided by the default verdict
   */
  public VolumeCounters(long asked, long allowed, long denied, long failed) {
    this(asked, allowed, denied, failed, 0);
  }
}
