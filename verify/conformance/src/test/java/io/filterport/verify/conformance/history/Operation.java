package io.filterport.verify.conformance.history;

import java.io.Serializable;

/**
 * One call and what it came to.
 *
 * @param key names it in its history
 * @param begin a tick before the call
 * @param known a tick by which it had taken its place among those that wait; {@link #NEVER} if
 *     nobody saw that
 * @param end a tick after the result was seen; {@link #NEVER} if it did not end
 */
record Operation(int key, Call call, Result result, long begin, long known, long end)
    implements Serializable {
  static final long NEVER = Long.MAX_VALUE;

  Call.Send send() {
    return (Call.Send) call;
  }

  Result.Sent sent() {
    return (Result.Sent) result;
  }

  Result.Got got() {
    return (Result.Got) result;
  }

  boolean isGet() {
    return call instanceof Call.Get;
  }
}
