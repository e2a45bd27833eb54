package io.filterport.filter;

import io.filterport.security.AccessToken;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A client that wants to connect. Valid until the callback returns, for use by the callback's
 * thread.
 */
public interface ConnectionRequest {
  /**
   * {@return the filter's end of the new connection (CNF-03)} Dead if the filter refuses (CNF-10).
   */
  ClientPort clientPort();

  /** {@return the cookie given when the port was created (CNF-04)} */
  @Nullable Object serverPortCookie();

  /**
   * {@return the client's context, read-only, 0…65511 bytes; empty if it gave none (CNF-06)} A
   * private copy (CON-05) that is dead after the callback.
   */
  MemorySegment context();

  /** {@return the client's identity, as the kernel told it} */
  AccessToken client();

  /** {@return the client's process, for as long as the connection lives} */
  ClientProcess process();

  /**
   * Sets what every later callback of this connection is given; null if never set (CNF-08).
   *
   * @param cookie any object
   * @throws IllegalStateException after the callback has returned
   */
  void setConnectionCookie(Object cookie);
}
