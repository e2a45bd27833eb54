package io.filterport.volume;

import io.filterport.security.AccessToken;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A verdict that was given. Immutable.
 *
 * <p>Where filters below others were asked, too, what it says of the filter is of the last one: the
 * one that denied, or, if all allowed, the lowest.
 *
 * @param time when it was decided
 * @param volume the volume's name
 * @param kind what was about to happen
 * @param path the file, for people to read: {@link FileOperation#path()}
 * @param targetPath its new name, for {@link FileOperation.Kind#RENAME}
 * @param userId the Unix uid of the process that asked, or {@link AccessToken#UNKNOWN}
 * @param processId that process, or {@link AccessToken#UNKNOWN}
 * @param executable the program that it ran; empty if that could not be found out, because it was
 *     gone, for example
 * @param allowed whether the operation went on
 * @param wouldDeny whether it went on only because the volume is in audit mode
 * @param byDefault whether the default verdict counted instead of a filter's own
 * @param altitude where the filter stands; empty if time ran out, or nobody was asked
 * @param reason why it was denied, or why the default verdict counted; at most {@link #MAX_REASON}
 *     UTF-16 units, else empty
 * @param basis what the filter's verdict rests on: {@link Verdict#basis()}; at most {@link
 *     #MAX_REASON} UTF-16 units
 * @param cached whether the filter had its verdict from {@link FileOperation#recall}
 * @param latencyNanos from the moment that the volume knew of the operation to the verdict
 * @param lostBefore verdicts of this volume that were not told between the event before and this
 */
public record VerdictEvent(
    Instant time,
    String volume,
    FileOperation.Kind kind,
    String path,
    Optional<String> targetPath,
    long userId,
    long processId,
    Optional<String> executable,
    boolean allowed,
    boolean wouldDeny,
    boolean byDefault,
    Optional<String> altitude,
    String reason,
    String basis,
    boolean cached,
    long latencyNanos,
    long lostBefore) {
  /** The longest reason and basis; a longer one is cut. */
  public static final int MAX_REASON = 1024;

  /** Cuts what is too long. */
  public VerdictEvent {
    Objects.requireNonNull(time);
    Objects.requireNonNull(volume);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(path);
    Objects.requireNonNull(targetPath);
    Objects.requireNonNull(executable);
    Objects.requireNonNull(altitude);
    reason = cut(reason);
    basis = cut(basis);
  }

  private static String cut(String text) {
    return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON);
  }

  /**
   * {@return the same with another loss}
   *
   * @param verdicts that were not told before it
   */
  public VerdictEvent withLostBefore(long verdicts) {
    return new VerdictEvent(
        time,
        volume,
        kind,
        path,
        targetPath,
        userId,
        processId,
        executable,
        allowed,
        wouldDeny,
        byDefault,
        altitude,
        reason,
        basis,
        cached,
        latencyNanos,
        verdicts);
  }
}
