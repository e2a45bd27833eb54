package io.filterport.spy;

import io.filterport.NtStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the filter tells of what happened. Immutable. */
public sealed interface SpyRecord {
  /**
   * An operation. Where the volume tells what operations come to, it is over; elsewhere it was told
   * before the filters at lower altitudes saw it, and they may have denied it.
   *
   * @param sequence its number among all operations that the filter saw, from 1. The order is that
   *     in which they began; records of operations at the same time may stand the other way round
   * @param time when it began; of what the volume learns of only afterwards, when that was
   * @param kind the name of its {@link io.filterport.volume.FileOperation.Kind}, also of one that
   *     this client does not know
   * @param path where, for people: never to be opened
   * @param targetPath its new name, if it gets one
   * @param pathCut whether one of both was longer than what was kept, its first 4,096 bytes
   * @param size the file's size in bytes
   * @param processId who does it, -1 if unknown
   * @param userId its user, -1 if unknown
   * @param status what it came to; null if the volume does not tell
   */
  record Operation(
      long sequence,
      Instant time,
      String kind,
      String path,
      Optional<String> targetPath,
      boolean pathCut,
      long size,
      long processId,
      long userId,
      @Nullable NtStatus status)
      implements SpyRecord {}

  /**
   * Operations that were not kept, between those of the records before and behind this one.
   *
   * @param operations how many, at least 1
   */
  record Lost(long operations) implements SpyRecord {}
}
