package io.filterport.volume;

/**
 * Is told of a volume's verdicts after they were given, one after the other, on a thread that the
 * volume has for that.
 *
 * <p>No verdict waits for it: up to 4,096 events wait, and what is more is lost. The loss is told
 * in its place: with the next event, or, if none follows, by {@link #onLost}. An event at which a
 * listener throws is lost, too.
 *
 * <p>When the volume is closed, what waits is still told, at most for the volume's time limit.
 */
@FunctionalInterface
public interface VerdictListener {
  /** Wants to know nothing. */
  VerdictListener NONE = event -> {};

  /**
   * Is told of a verdict.
   *
   * @param event what was decided
   */
  void onVerdict(VerdictEvent event);

  /**
   * Is told that verdicts were lost and no event follows that could say so.
   *
   * @param verdicts since the last event
   */
  default void onLost(long verdicts) {}

  /**
   * {@return whether operations that were allowed are told, too; else only what was denied, or, in
   * audit mode, would have been} Asked once, when the volume is opened.
   */
  default boolean wantsAllowed() {
    return false;
  }
}
