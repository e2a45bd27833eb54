package io.filterport.cli;

import io.filterport.ControlSockets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The option {@code --socket}, for a host and for what stands in its place: the environment of
 * those who connect does not say where they listen.
 */
final class HostSocketOption {
  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description =
          "The host's control socket (default: /run/filterport/manager.sock for root,"
              + " $XDG_RUNTIME_DIR/filterport/manager.sock for others).")
  private @Nullable Path path;

  boolean isGiven() {
    return path != null;
  }

  /** {@return where to listen} */
  Path listenAt() {
    Path given = path;
    return given == null ? ControlSockets.forManagers(HostOptions.isRoot()) : given;
  }
}
