package io.filterport.verify.bench.result;

import io.filterport.verify.bench.peer.Waiting;
import io.filterport.verify.bench.process.Scheduling;

/**
 * One thing that is measured again in each round. Immutable.
 *
 * @param peer a peer's name
 * @param waiting how Filterport waits; {@link Waiting#DEFAULT} for others
 * @param scheduling what the processors are asked for
 * @param size bytes of a message and of its answer
 * @param callers threads that send
 * @param idle connections beside the used one
 */
public record Case(
    String peer, Waiting waiting, Scheduling scheduling, int size, int callers, int idle) {

  /** {@return 64 bytes, one caller, nothing special} */
  public static Case of(String peer) {
    return new Case(peer, Waiting.DEFAULT, Scheduling.DEFAULT, 64, 1, 0);
  }

  /** {@return the same with another way to wait} */
  public Case waiting(Waiting value) {
    return new Case(peer, value, scheduling, size, callers, idle);
  }

  /** {@return the same on other processors} */
  public Case scheduling(Scheduling value) {
    return new Case(peer, waiting, value, size, callers, idle);
  }

  /** {@return the same with longer or shorter messages} */
  public Case size(int bytes) {
    return new Case(peer, waiting, scheduling, bytes, callers, idle);
  }

  /** {@return the same with so many callers} */
  public Case callers(int count) {
    return new Case(peer, waiting, scheduling, size, count, idle);
  }

  /** {@return the same beside so many idle connections} */
  public Case idle(int count) {
    return new Case(peer, waiting, scheduling, size, callers, count);
  }

  @Override
  public String toString() {
    return peer
        + (waiting == Waiting.DEFAULT ? "" : ", " + waiting + " spinning")
        + (scheduling == Scheduling.DEFAULT ? "" : ", " + scheduling)
        + ", "
        + size
        + " B, callers: "
        + callers
        + (idle == 0 ? "" : ", idle connections: " + idle);
  }
}
