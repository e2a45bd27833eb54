package io.filterport.volume;

import java.time.Duration;
import java.util.Objects;

/**
 * What every volume is told when it is made. Immutable.
 *
 * @param name for people, such as the directory it guards
 * @param defaultVerdict decides where no callback does: it threw, or time ran out
 * @param timeLimitNanos how long an operation may wait for its verdict, at least 1
 * @param audit whether nothing is denied, only told and counted
 * @param listener is told of verdicts afterwards
 */
public record VolumeOptions(
    String name,
    Verdict defaultVerdict,
    long timeLimitNanos,
    boolean audit,
    VerdictListener listener) {
  private static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(5);

  /** Checks the values. */
  public VolumeOptions {
    Objects.requireNonNull(name);
    Objects.requireNonNull(defaultVerdict);
    Objects.requireNonNull(listener);
    if (timeLimitNanos <= 0) {
      throw new IllegalArgumentException("a time limit is positive, not " + timeLimitNanos);
    }
  }

  /**
   * {@return options of a volume that denies what nobody decided, after 5 seconds at most}
   *
   * @param name for people
   */
  public static VolumeOptions named(String name) {
    Verdict deny = Verdict.deny("no verdict from the filters");
    return new VolumeOptions(name, deny, DEFAULT_TIME_LIMIT.toNanos(), false, VerdictListener.NONE);
  }

  /**
   * {@return the same with another default verdict}
   *
   * @param value what counts if no callback decides
   */
  public VolumeOptions withDefaultVerdict(Verdict value) {
    return new VolumeOptions(name, value, timeLimitNanos, audit, listener);
  }

  /**
   * {@return the same with another time limit}
   *
   * @param value how long an operation may wait, at least 1 ns, at most 292 years
   */
  public VolumeOptions withTimeLimit(Duration value) {
    return new VolumeOptions(name, defaultVerdict, value.toNanos(), audit, listener);
  }

  /**
   * {@return the same that denies nothing} Callbacks are asked as ever. What they, or the default
   * verdict, deny goes on, is counted apart, and its event says {@link VerdictEvent#wouldDeny()}.
   */
  public VolumeOptions withAudit() {
    return new VolumeOptions(name, defaultVerdict, timeLimitNanos, true, listener);
  }

  /**
   * {@return the same with somebody who is told of its verdicts}
   *
   * @param value is told, on a thread of the volume's own
   */
  public VolumeOptions withListener(VerdictListener value) {
    return new VolumeOptions(name, defaultVerdict, timeLimitNanos, audit, value);
  }
}
