package io.filterport.verify.bench.peer;

/** One of the two processes of a measurement. */
public enum Half {
  /** Waits for messages and answers each with its own bytes. */
  ANSWERER,
  /** Sends messages, waits for each answer, and takes the time. */
  CALLER;

  /** {@return the half in the other process} */
  public Half other() {
    return this == ANSWERER ? CALLER : ANSWERER;
  }
}
