package io.filterport.verify.conformance.history;

import java.util.function.Consumer;

/** The single steps of one kind of call. */
interface Rules {
  /**
   * Takes every step that the call can take.
   *
   * @param state the state before; not to be changed
   * @param me the call
   */
  void steps(PortState state, int me, Consumer<PortState> to);
}
