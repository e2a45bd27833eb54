package io.filterport.engine.slots;

/** The half that a bell belongs to. Both methods may be called by several threads at once. */
interface BellListener {
  /** {@return whether there were bits} They are taken out, and what they ask for is done. */
  boolean service();

  /**
   * {@return a number that grows with every step of a call that could have been announced: a wake
   * after which it stands where it stood was for nothing}
   */
  int progress();

  /** {@return whether a bit is set} */
  boolean hasNews();
}
