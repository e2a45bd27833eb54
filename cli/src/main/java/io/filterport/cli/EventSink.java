package io.filterport.cli;

import java.io.IOException;

/** Where events go, a line each. One thread writes at a time; any may close. */
interface EventSink extends AutoCloseable {
  /**
   * Writes a line, and waits as long as that takes.
   *
   * @param line without its end, and with none in it
   * @throws IOException if the line is lost, or a part of it
   */
  void write(String line) throws IOException;

  @Override
  void close();
}
