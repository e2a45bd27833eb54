package io.filterport.engine;

import io.filterport.Content;
import io.filterport.engine.slots.Halves;
import io.filterport.filter.ClientProcess;
import java.util.concurrent.Executor;

/** What a world brings for one connection. Safe for use by any thread. */
public interface ConnectionHome {
  /** {@return the process that connects; always the same object} */
  ClientProcess process();

  /**
   * {@return the filter's side of new shared memory} Called once, after the client was admitted.
   *
   * @param opening says how long its messages are, and is told of its client's end or breach
   * @throws io.filterport.FilterPortException {@link io.filterport.NtStatus#INSUFFICIENT_RESOURCES}
   *     if there is no memory
   */
  Halves open(Connection opening);

  /** Where the disconnect callback runs. */
  Executor callbacks();

  /**
   * {@return whether the client's close waits until the disconnect callback has returned, as
   * CloseHandle does (HND-07)}
   */
  boolean closeWaits();

  /**
   * Hands a content to the client, tagged with the slot of the message that it goes with.
   *
   * @param slot the slot
   * @param generation of the slot
   * @param content stays the caller's
   * @return whether it is on its way
   */
  boolean carry(int slot, int generation, Content content);

  /**
   * Tells the client that the connection is over. May be called often, and for one never accepted.
   */
  void disconnectClient();

  /**
   * The filter's side is not used any more: its memory may go. Called once if {@link #open} was.
   */
  void release();
}
