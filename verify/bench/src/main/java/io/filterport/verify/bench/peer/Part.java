package io.filterport.verify.bench.peer;

import java.io.IOException;

/** One half of a peer, working, in its process. */
public interface Part extends AutoCloseable {
  /**
   * Connects more often and lets the connections be, until the half is closed.
   *
   * @param count how many connections
   */
  default void connectIdle(int count) throws Exception {
    throw new UnsupportedOperationException("idle connections of " + getClass().getSimpleName());
  }

  /** Ends it; the other half may be gone. */
  @Override
  void close() throws IOException;
}
