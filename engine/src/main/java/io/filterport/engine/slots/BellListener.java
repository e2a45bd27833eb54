package io.filterport.engine.slots;

/** The half that a bell belongs to. Both methods may be called by several threads at once. */
interface BellListener {
  /**
   * Does what the bits ask for.
   *
   * @return whether a bit led to anything
   */
  boolean service();

  /** {@return whether a bit is set} */
  boolean hasNews();
}
