package io.filterport.volume;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.Set;

/**
 * A source of file operations that filters attach to. Safe for use by any thread.
 *
 * <p>For each operation the attached callbacks are asked in altitude order, highest first, until
 * one denies; nobody attached means allowed. A callback that throws counts as one that returned the
 * volume's default verdict, so those below are still asked if that allows.
 */
public interface Volume extends AutoCloseable {
  /** {@return its name: for people, such as the directory it guards} */
  String name();

  /** {@return the operations it asks about; callbacks never see another kind} */
  Set<FileOperation.Kind> capabilities();

  /**
   * {@return the attachment} FltAttachVolume. Operations that begin from now on are put to the
   * callback.
   *
   * @param altitude a decimal number as text, usually that of the filter's registration
   * @param callback decides
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} if the altitude is no decimal
   *     number; {@link NtStatus#OBJECT_NAME_COLLISION} if another attachment stands at that
   *     altitude; {@link NtStatus#FLT_DELETING_OBJECT} after {@link #close()}
   */
  Attachment attach(String altitude, PreOperationCallback callback);

  /** {@return what was decided so far} */
  VolumeCounters counters();

  /** {@return how callbacks fared with verdicts that were kept} */
  default CacheCounters cacheCounters() {
    return CacheCounters.NONE;
  }

  /**
   * Ends the guard: detaches every callback, and operations that begin later go on unasked. A
   * second call does nothing.
   */
  @Override
  void close();

  /** A callback's place on a volume. Safe for use by any thread. */
  interface Attachment extends AutoCloseable {
    /** {@return the altitude it stands at} */
    String altitude();

    /**
     * FltDetachVolume: no operation that begins later is put to the callback. Calls of it that run
     * now go on, and their verdicts count. A second call does nothing.
     */
    @Override
    void close();
  }
}
