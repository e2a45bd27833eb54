package io.filterport.engine.slots;

/**
 * A deadline that knows how often the call has looked at it, and so where in the call it is. Once
 * over it stays over, and is asked no more. For use by one thread.
 *
 * <pre>
 * look   offer at hand, reply wanted    no offer at hand
 * 1      delivered                      before it stands in line and says "hungry"
 * 2      marked PARKED                  in line, has looked for offers again
 * 3      about to sleep                 about to sleep
 * </pre>
 */
final class Looks implements Deadline {
  static final int DELIVERED = 1;
  static final int BEFORE_LINE = 1;
  static final int PARKED = 2;
  static final int ASLEEP = 3;

  static final long TIME_LEFT = Long.MAX_VALUE;
  static final long OVER = 0;

  /** What happens at a place of the call. */
  @FunctionalInterface
  interface Script {
    /** {@return nanoseconds left} */
    long at(int look);
  }

  private final Script script;
  private int looks;
  private boolean over;

  Looks(Script script) {
    this.script = script;
  }

  @Override
  public long remainingNanos() {
    if (over) {
      return OVER;
    }
    long left = script.at(++looks);
    over = left <= OVER;
    return left;
  }
}
