package io.filterport.verify.bench.result;

import io.filterport.verify.bench.peer.Waiting;
import io.filterport.verify.bench.process.Scheduling;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that is measured again in each round. Immutable.
 *
 * @param peer a peer's name
 * @param waiting how Filterport waits; {@link Waiting#DEFAULT} for others
 * @param scheduling what the processors are asked for
 * @param size bytes of a message and of its answer
 * @param callers threads that send
 * @param idle connections beside the used one
 * @param pause microseconds that a caller lets pass, awake, before it asks again
 * @param spin microseconds that Filterport spins at most; {@link #MEASURED} for what it chooses
 */
public record Case(
    String peer,
    Waiting waiting,
    Scheduling scheduling,
    int size,
    int callers,
    int idle,
    int pause,
    int spin) {
  /** Filterport measures what a spin is worth. */
  public static final int MEASURED = -1;

  private static final int NANOS_PER_MICRO = 1_000;

  /** {@return 64 bytes, one caller, nothing special} */
  public static Case of(String peer) {
    return new Case(peer, Waiting.DEFAULT, Scheduling.DEFAULT, 64, 1, 0, 0, MEASURED);
  }

  /** {@return the same with another way to wait} */
  public Case waiting(Waiting value) {
    return new Case(peer, value, scheduling, size, callers, idle, pause, spin);
  }

  /** {@return the same on other processors} */
  public Case scheduling(Scheduling value) {
    return new Case(peer, waiting, value, size, callers, idle, pause, spin);
  }

  /** {@return the same with longer or shorter messages} */
  public Case size(int bytes) {
    return new Case(peer, waiting, scheduling, bytes, callers, idle, pause, spin);
  }

  /** {@return the same with so many callers} */
  public Case callers(int count) {
    return new Case(peer, waiting, scheduling, size, count, idle, pause, spin);
  }

  /** {@return the same beside so many idle connections} */
  public Case idle(int count) {
    return new Case(peer, waiting, scheduling, size, callers, count, pause, spin);
  }

  /** {@return the same with a pause between round trips} */
  public Case pause(int micros) {
    return new Case(peer, waiting, scheduling, size, callers, idle, micros, spin);
  }

  /** {@return the same with another spin} */
  public Case spin(int micros) {
    return new Case(peer, waiting, scheduling, size, callers, idle, pause, micros);
  }

  /** {@return {@link #pause} in nanoseconds} */
  public long pauseNanos() {
    return (long) pause * NANOS_PER_MICRO;
  }

  /** {@return what tells a JVM how to wait} A spin lasts twice what a wake costs. */
  public List<String> jvmOptions() {
    List<String> options = new ArrayList<>(waiting.jvmOptions());
    if (spin != MEASURED) {
      options.add("-Dio.filterport.wakeNanos=" + spin * NANOS_PER_MICRO / 2);
    }
    return options;
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
        + (idle == 0 ? "" : ", idle connections: " + idle)
        + (pause == 0 ? "" : ", pause: " + pause + " µs")
        + (spin == MEASURED ? "" : ", spin: " + spin + " µs");
  }
}
