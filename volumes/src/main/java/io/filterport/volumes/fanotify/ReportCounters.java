package io.filterport.volumes.fanotify;

/**
 * What a {@link FanotifyVolume} told of since it was opened, at one moment. Immutable.
 *
 * @param read events read from the kernel, which makes one of several that the same process made of
 *     the same file in quick succession
 * @param told operations that were put to post-operation callbacks
 * @param exempt events of this process or an exempt one, not told
 * @param outside operations not told because they certainly happened outside the guarded directory,
 *     or a WRITE_CLOSE of something else than a regular file
 * @param lost operations that happened and were not told, because callbacks were too slow or
 *     because of an error in this process
 * @param overflows times the kernel's queue was full and an unknown number of operations was lost
 */
public record ReportCounters(
    long read, long told, long exempt, long outside, long lost, long overflows) {}
