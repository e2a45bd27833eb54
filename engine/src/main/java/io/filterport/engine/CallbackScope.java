package io.filterport.engine;

import java.util.HashSet;
import java.util.Set;
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
    CURRENT.set(outer == null ? connection.outermost() : connection.outermost().inside(outer));
    try {
      callback.run();
    } finally {
      CURRENT.set(outer);
    }
  }

  private CallbackScope inside(CallbackScope scope) {
    return new CallbackScope(filter, connection, scope);
  }

  /** {@return the filters whose callbacks the current thread is inside of} */
  static Set<EngineFilter> filters() {
    Set<EngineFilter> filters = new HashSet<>();
    for (CallbackScope scope = CURRENT.get(); scope != null; scope = scope.outer) {
      filters.add(scope.filter);
    }
    return filters;
  }

  static boolean isInsideAny() {
    return CURRENT.get() != null;
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
