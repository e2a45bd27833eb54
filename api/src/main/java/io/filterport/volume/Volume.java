package io.filterport.volume;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.Map;
import java.util.Set;

/**
 * A source of file operations that filters attach to. Safe for use by any thread.
 *
 * <p>For each operation the attached callbacks are asked in altitude order, highest first, until
 * one denies; nobody attached means allowed. A callback that throws counts as one that returned the
 * volume's default verdict, so those below are still asked if that allows.
 *
 * <p>When it is known what the operation came to, those that allowed it are told, lowest first.
 */
public interface Volume extends AutoCloseable {
  /** {@return its name: for people, such as the directory it guards} */
  String name();

  /**
   * {@return the operations it asks about, which can be denied; pre-operation callbacks never see
   * another kind}
   */
  Set<FileOperation.Kind> capabilities();

  /**
   * {@return the operations of which it tells what they came to; post-operation callbacks never see
   * another kind} One that is not among {@link #capabilities()} is told after the fact: nobody was
   * asked about it.
   */
  Set<FileOperation.Kind> reports();

  /**
   * {@return the attachment} FltAttachVolume. Operations that begin from now on are put to the
   * first callback, and what those come to that it allowed is told to the second.
   *
   * @param altitude a decimal number as text, usually that of the filter's registration
   * @param pre decides
   * @param post learns what became of it
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} if the altitude is no decimal
   *     number; {@link NtStatus#OBJECT_NAME_COLLISION} if another attachment stands at that
   *     altitude; {@link NtStatus#FLT_DELETING_OBJECT} after {@link #close()}
   */
  Attachment attach(String altitude, PreOperationCallback pre, PostOperationCallback post);

  /**
   * {@return the attachment of a filter that does not want to know what operations come to}
   *
   * @param altitude a decimal number as text, usually that of the filter's registration
   * @param callback decides
   * @throws FilterPortException as the other one
   */
  default Attachment attach(String altitude, PreOperationCallback callback) {
    return attach(altitude, callback, PostOperationCallback.NONE);
  }

  /** {@return what was decided so far} */
  VolumeCounters counters();

  /** {@return how callbacks fared with verdicts that were kept} */
  default CacheCounters cacheCounters() {
    return CacheCounters.NONE;
  }

  /**
   * {@return what else this kind of volume counts, by the name of what happened: numbers that only
   * grow} Names are in lower case, such as {@code too_many}.
   */
  default Map<String, Long> events() {
    return Map.of();
  }

  /**
   * {@return how many verdicts its {@linkplain VolumeOptions#withListener listener} will never hear
   * of, by reason: numbers that only grow} See {@link io.filterport.spi.Losses}. Empty if there is
   * no listener.
   */
  default Map<String, Long> untoldVerdicts() {
    return Map.of();
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
     * now go on, and their verdicts count; what it has allowed it is still told of. A second call
     * does nothing.
     */
    @Override
    void close();
  }
}
