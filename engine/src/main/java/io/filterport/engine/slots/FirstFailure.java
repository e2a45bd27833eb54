package io.filterport.engine.slots;

import org.jspecify.annotations.Nullable;

/** Steps that are done all the same when one fails: the first failure is thrown at the end. */
final class FirstFailure {
  private FirstFailure() {}

  /** {@return the first of the two} */
  static Throwable of(@Nullable Throwable before, Throwable now) {
    return before == null ? now : before;
  }

  /** Throws it, if there was one. */
  static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
