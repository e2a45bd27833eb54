package io.filterport.engine.slots;

/**
 * How a call through a slot ended. Immutable.
 *
 * @param kind what happened
 * @param status the reply's status, if settled
 * @param length the length that the replier had, if settled; may exceed the caller's buffer
 * @param count the byte count that the replier tells beside it, if settled
 */
public record CallOutcome(Kind kind, int status, int length, int count) {
  static final CallOutcome DELIVERED = new CallOutcome(Kind.DELIVERED, 0, 0, 0);
  static final CallOutcome NOT_DELIVERED = new CallOutcome(Kind.NOT_DELIVERED, 0, 0, 0);
  static final CallOutcome NO_MEMORY = new CallOutcome(Kind.NO_MEMORY, 0, 0, 0);
  static final CallOutcome NO_REPLY = new CallOutcome(Kind.NO_REPLY, 0, 0, 0);
  static final CallOutcome DISCONNECTED = new CallOutcome(Kind.DISCONNECTED, 0, 0, 0);
  static final CallOutcome INTERRUPTED = new CallOutcome(Kind.INTERRUPTED, 0, 0, 0);

  /** What happened. */
  public enum Kind {
    /** Delivered, and no reply was wanted. */
    DELIVERED,
    /** Answered. */
    SETTLED,
    /** The time passed before a getter took it. */
    NOT_DELIVERED,
    /** There was no memory to deliver it with; nothing was sent. */
    NO_MEMORY,
    /** Delivered, and the time passed. */
    NO_REPLY,
    /** The connection is over. */
    DISCONNECTED,
    /** The calling thread was interrupted. */
    INTERRUPTED
  }
}
