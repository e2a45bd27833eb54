package io.filterport.verify.conformance.samples;

import io.filterport.verify.conformance.world.World;
import java.util.List;

/** A service that runs, and whoever operates it. Used by one thread at a time. */
interface RunningService extends AutoCloseable {
  /** Makes a service ready to {@link #begin}, as it is done in a world. */
  static RunningService prepare(World world, Class<? extends SampleService> service) {
    return world.oneProcess()
        ? EmbeddedService.prepare(world.space(), service)
        : ChildService.prepare(world.space(), service);
  }

  /** Runs the service. */
  void begin();

  /** Gives it a line. */
  void say(String line);

  /** {@return its next line, in good time} */
  String hear();

  /** {@return the lines that nobody has heard, when it has ended} */
  List<String> rest();

  /** Ends it at once: {@code kill -9} for a process, else its connections are closed. */
  void kill();

  /** Returns when it has ended by itself, without a failure. */
  void awaitEnd();

  /** What the test leaves running ends. */
  @Override
  void close();
}
