package io.filterport.volume;

/**
 * How the callbacks of a volume fared with verdicts that were kept, at one moment. Immutable. Each
 * {@link FileOperation#recall} is counted once.
 *
 * @param hits those that gave a verdict
 * @param misses those without one, where a verdict could be kept
 * @param uncacheable those where none could: the basis was empty, or the file may be changing
 * @param marksSet times the kernel was told to allow a file by itself; how often it then did so,
 *     nobody counts
 * @param marksDropped times that ended
 */
public record CacheCounters(
    long hits, long misses, long uncacheable, long marksSet, long marksDropped) {
  /** The counters of a volume that keeps no verdicts. */
  public static final CacheCounters NONE = new CacheCounters(0, 0, 0, 0, 0);
}
