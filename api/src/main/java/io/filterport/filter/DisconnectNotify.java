package io.filterport.filter;

import org.jspecify.annotations.Nullable;

/**
 * PFLT_DISCONNECT_NOTIFY: a connection is over. Callbacks of different connections may run at the
 * same time (DIS-24).
 */
@FunctionalInterface
public interface DisconnectNotify {
  /**
   * Runs exactly once for each accepted connection (DIS-05), after every message callback of it has
   * returned (DIS-08), on any thread of the manager (DIS-11). The seat is free after it (DIS-13).
   *
   * @param connectionCookie what the connect callback set, or null (DIS-07)
   */
  void disconnect(@Nullable Object connectionCookie);
}
