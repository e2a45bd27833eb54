package io.filterport.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Lines for a stream, whose writes may fail and succeed again. For one thread at a time. */
final class WholeLines {
  private final OutputStream out;
  private boolean torn;

  /**
   * Makes lines that were all whole until now.
   *
   * @param out gets each line with one write; stays open
   */
  WholeLines(OutputStream out) {
    this.out = out;
  }

  /** If it fails, a part of the line may stand there: the next one must not go on in it. */
  void write(String line) throws IOException {
    String text = torn ? "\n" + line + "\n" : line + "\n";
    torn = true;
    out.write(text.getBytes(StandardCharsets.UTF_8));
    torn = false;
  }
}
