package io.filterport.engine;

import org.jspecify.annotations.Nullable;

/**
 * Which callbacks the current thread is inside of, innermost first: what would wait for its own
 * callback is refused or put off instead.
 */
record CallbackScope(EngineFilter filter, Connection connection, @Nullable CallbackScope outer) {
  private static final ThreadLocal<@Nullable CallbackScope> CURRENT = new ThreadLocal<>();

  /** Runs a callback of a connection. */
  static void run(Connection connection, Runnable callback) {
    CallbackScope outer = CURRENT.get();
    CURRENT.set(new CallbackScope(connection.port().filter(), connection, outer));
    try {
      callback.run();
    } finally {
      CURRENT.set(outer);
    }
  }

  static boolean isInside(EngineFilter filter) {
    for (CallbackScope scope = CURRENT.get(); scope != null; scope = scope.outer) {
      if (scope.filter == filter) {
        return true;
      }
    }
    return false;
  }

  static boolean isInside(Connection connection) {
    for (CallbackScope scope = CURRENT.get(); scope != null; scope = scope.outer) {
      if (scope.connection == connection) {
        return true;
      }
    }
    return false;
  }
}
