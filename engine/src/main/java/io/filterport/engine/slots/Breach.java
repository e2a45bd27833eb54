package io.filterport.engine.slots;

/** Told when the peer did what the protocol does not allow: the connection must end. */
@FunctionalInterface
public interface Breach {
  /**
   * Ends the connection. Called without any lock held.
   *
   * @param reason which rule was broken, for the log
   */
  void report(String reason);
}
