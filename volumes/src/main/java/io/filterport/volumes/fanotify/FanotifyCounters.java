package io.filterport.volumes.fanotify;

/**
 * What a {@link FanotifyVolume} did since it was opened, at one moment. Immutable.
 *
 * <p>Every event that is read is answered exactly once, so {@code read} less {@code answered} is
 * what is in flight; the numbers are taken one after the other while events go on.
 *
 * @param read permission events read from the kernel
 * @param answered permission events answered, also where the opener had given up meanwhile
 * @param exempt allowed unasked: opened by this process or an exempt one
 * @param outside allowed unasked: proven to lie outside the guarded directory, or no regular file
 * @param excluded allowed unasked: left out by the {@link Selection}
 * @param timedOut got the default verdict because time ran out
 * @param late verdicts that came when the operation was decided already
 * @param tooMany got the default verdict unasked because too many were in flight until time ran out
 * @param unreadable events that the kernel could not hand over and denied: this process may open no
 *     more descriptors, or somebody holds a write lease on the file. At least so many before Linux
 *     6.13
 * @param overflows times the kernel's queue was full and opens went on unasked
 * @param rejected answers that the kernel did not take, so that a plain denial was sent instead
 * @param internalErrors events decided by the default verdict because of an error in this process
 */
public record FanotifyCounters(
    long read,
    long answered,
    long exempt,
    long outside,
    long excluded,
    long timedOut,
    long late,
    long tooMany,
    long unreadable,
    long overflows,
    long rejected,
    long internalErrors) {}
