package io.filterport.verify.bench.peer;

import java.util.List;
import java.util.Optional;

/** One way to ask another process, and how its two halves are started. */
public interface Peer {
  /** {@return its name in options and files} */
  String name();

  /** {@return its name for people} */
  String title();

  /** {@return the half that makes the address which the other one looks for} */
  default Half first() {
    return Half.ANSWERER;
  }

  /**
   * {@return why it cannot run here; empty if it can}
   *
   * @param waiting asked of Filterport only; others are given {@link Waiting#DEFAULT}
   */
  default Optional<String> missing(Waiting waiting) {
    return Optional.empty();
  }

  /** {@return how many times longer than others it takes to reach its speed} */
  default int warmUps() {
    return 1;
  }

  /**
   * {@return the command line of a half} The process talks as {@link
   * io.filterport.verify.bench.process.HalfProgram} does.
   */
  List<String> command(Half half, Setup setup, Launch launch) throws Exception;
}
