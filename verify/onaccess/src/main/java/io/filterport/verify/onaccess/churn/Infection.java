package io.filterport.verify.onaccess.churn;

import io.filterport.scanner.engine.Eicar;
import io.filterport.verify.onaccess.Opening;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A file that nobody else touches, for one thread: again and again it rests as a clean one and is
 * opened, so that its verdict is kept, and becomes EICAR in place, which must count at once.
 */
final class Infection {
  /** Longer than a file has to rest until verdicts of it are kept. */
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final byte[] CLEAN = "clean\n".getBytes(StandardCharsets.US_ASCII);

  private final Path file;
  private final Counts counts;
  private long begun;

  Infection(Path file, Counts counts) throws IOException {
    this.file = file;
    this.counts = counts;
    begin();
  }

  private void begin() throws IOException {
    Files.write(file, CLEAN);
    begun = System.nanoTime();
  }

  /** Call it often. */
  void step() throws IOException {
    if (System.nanoTime() - begun > REST_NANOS) {
      open(Tree.Kind.CLEAN);
      open(Tree.Kind.CLEAN);
      Files.write(file, Eicar.testFile());
      open(Tree.Kind.EICAR);
      Files.delete(file);
      counts.infected.increment();
      begin();
    }
  }

  private void open(Tree.Kind kind) {
    counts.opened(kind, Opening.now(file));
  }
}
