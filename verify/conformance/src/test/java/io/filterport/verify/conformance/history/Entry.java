package io.filterport.verify.conformance.history;

/** An operation while it is recorded. Safe for use by any thread. */
final class Entry {
  /** Keys of one thread. */
  static final int THREAD = 1000;

  final int key;
  final Call call;
  private final long begin;

  // guarded by this
  private long known = Operation.NEVER;
  private long end = Operation.NEVER;
  private Result result;

  Entry(int key, Call call, long begin) {
    this.key = key;
    this.call = call;
    this.begin = begin;
  }

  /** {@return whether it may wait in a place among others} */
  boolean takesPlace() {
    return call instanceof Call.Send || call instanceof Call.Get;
  }

  /** It has taken its place; the first who says so counts. */
  synchronized void known(long tick) {
    known = Math.min(known, tick);
  }

  /** It is over; the first who saw it counts. */
  synchronized void end(Result what, long tick) {
    if (tick < end) {
      result = what;
      end = tick;
    }
  }

  synchronized boolean hasEnded() {
    return end != Operation.NEVER;
  }

  synchronized Operation toOperation() {
    return new Operation(key, call, result, begin, known, end);
  }
}
