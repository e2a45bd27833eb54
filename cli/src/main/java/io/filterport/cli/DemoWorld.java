package io.filterport.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the demo plays, and who plays: what the play itself need not know. The host guards from the
 * start; there is no service yet. For one thread, that of the stage's namespace.
 */
interface DemoWorld extends AutoCloseable {
  /** {@return where file operations come from, as {@code --volume} names it} */
  String volume();

  /** {@return the guarded files} */
  DemoFiles files();

  /** {@return who guards what, for people} */
  String introduction();

  /** {@return who opens files} */
  String opener();

  /** Returns when a service is connected: {@return who it is, for people} */
  String startService() throws IOException, InterruptedException;

  /** Returns when no service is connected: {@return how it ended, for people} */
  String endService() throws IOException, InterruptedException;

  /** {@return the user of the service, null if there was none or the system has no uids} */
  @Nullable Long serviceUid();

  /** Opens a file as its opener does. */
  Opened open(Path file) throws IOException, InterruptedException;

  /**
   * A file that was opened, or not.
   *
   * @param seen what the opener saw
   * @param decision of the volume
   */
  record Opened(String seen, DemoDecision decision) {}

  /** Ends everybody and leaves nothing. */
  @Override
  void close();
}
