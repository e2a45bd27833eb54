package io.filterport.verify.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What two processes need at least: {@code floor.c}, compiled on the spot. One caller, one message
 * under way, no protocol.
 */
public final class CFloor implements Peer {
  /** How its two threads wait. */
  public enum Wait {
    /** Looks again and again. */
    SPIN,
    /** Looks once, then sleeps on a futex. */
    FUTEX
  }

  private static final String COMPILER = "gcc";

  private final Wait wait;

  /**
   * Makes a peer.
   *
   * @param wait how its two threads wait
   */
  public CFloor(Wait wait) {
    this.wait = wait;
  }

  private String waitName() {
    return wait.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String name() {
    return "c-" + waitName();
  }

  @Override
  public String title() {
    return "C, shared memory, " + waitName();
  }

  @Override
  public Optional<String> missing(Waiting waiting) {
    return Programs.find(COMPILER)
        .map(path -> Optional.<String>empty())
        .orElse(Optional.of("there is no " + COMPILER + " to compile it"));
  }

  @Override
  public List<String> command(Half half, Setup setup, Launch launch) throws IOException {
    return List.of(
        compiled(launch).toString(),
        half.name().toLowerCase(Locale.ROOT),
        waitName(),
        setup.socket().toString(),
        Integer.toString(setup.size()),
        Integer.toString(launch.limitSeconds()));
  }

  private static Path compiled(Launch launch) throws IOException {
    Path program = launch.directory().resolve("floor");
    if (!Files.exists(program)) {
      Path source = launch.home().resolve("src/main/c/floor.c");
      Programs.run(COMPILER, "-O2", "-pthread", "-o", program.toString(), source.toString());
    }
    return program;
  }
}
