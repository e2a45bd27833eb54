package io.filterport.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes events to standard output, past the process's own writer: that one fails for ever when it
 * has failed once.
 */
final class EventStream implements EventSink {
  private final WholeLines lines;

  /**
   * Makes a stream.
   *
   * @param out stays open
   */
  EventStream(OutputStream out) {
    this.lines = new WholeLines(out);
  }

  static EventStream standardOutput() {
    return new EventStream(new FileOutputStream(FileDescriptor.out));
  }

  @Override
  public void write(String line) throws IOException {
    try {
      lines.write(line);
    } catch (IOException e) {
      throw new IOException("standard output: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    // nothing is kept back, and standard output is the process's
  }
}
