package io.filterport.cli;

import java.io.IOException;
import java.io.PrintWriter;

/**
 * Writes events to standard output.
 *
 * @param out stays open
 */
record EventStream(PrintWriter out) implements EventSink {
  @Override
  public void write(String line) throws IOException {
    out.println(line);
    if (out.checkError()) {
      throw new IOException("nobody reads standard output");
    }
  }

  @Override
  public void close() {
    out.flush();
  }
}
