package io.filterport.cli;

import io.filterport.ControlSockets;
import io.filterport.PortSpace;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --socket}, for every command that connects to a manager. */
final class SocketOption {
  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description =
          "The manager's control socket (default: $"
              + ControlSockets.VARIABLE
              + ", /run/filterport/manager.sock, $XDG_RUNTIME_DIR/filterport/manager.sock).")
  private @Nullable Path path;

  /** {@return the manager that was meant} */
  PortSpace space() {
    Path given = path;
    return given == null ? PortSpace.system() : PortSpace.at(given);
  }
}
