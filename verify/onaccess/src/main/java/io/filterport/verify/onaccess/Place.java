package io.filterport.verify.onaccess;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Where the processes of one guard meet, and who ends them, the last one first. */
final class Place implements Closeable {
  private final Stage stage;
  private final Duration limit;
  private final Deque<Closeable> started = new ArrayDeque<>();
  private int logs;

  /**
   * Begins without processes.
   *
   * @param stage holds the files
   * @param limit after which every process is killed
   */
  Place(Stage stage, Duration limit) {
    this.stage = stage;
    this.limit = limit;
  }

  Stage stage() {
    return stage;
  }

  /** {@return a leash for a process that somebody else has started} */
  Leash leash(long pid) throws IOException {
    return Leash.of(pid, limit);
  }

  Path controlSocket() {
    return stage.base().resolve("manager.sock");
  }

  Running run(String name, List<String> command) throws IOException {
    return keep(start(name, command));
  }

  /** Starts one that its starter ends. */
  Running start(String name, List<String> command) throws IOException {
    Path log = stage.base().resolve(name + "-" + logs++ + ".log");
    return Running.start(log, limit, command);
  }

  <T extends Closeable> T keep(T resource) {
    started.push(resource);
    return resource;
  }

  @Override
  public void close() throws IOException {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }
}
