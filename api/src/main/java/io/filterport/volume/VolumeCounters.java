package io.filterport.volume;

/**
 * What a volume decided since it was made, at one moment. Immutable.
 *
 * <p>Each operation that was asked about is counted in exactly one of allowed, denied and failed
 * when it is decided, so their sum is {@code asked} less those undecided at that moment.
 *
 * @param asked operations put to at least one callback
 * @param allowed those that every callback allowed
 * @param denied those that a callback denied
 * @param failed those decided by the default verdict: a callback threw, or time ran out
 */
public record VolumeCounters(long asked, long allowed, long denied, long failed) {}
