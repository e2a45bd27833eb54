package io.filterport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where managers listen and clients look if nobody says otherwise. Stateless. */
public final class ControlSockets {
  /** The variable that names the socket for clients. */
  public static final String VARIABLE = "FILTERPORT_SOCKET";

  private static final Path SYSTEM = Path.of("/run/filterport/manager.sock");
  private static final String RUNTIME_DIRECTORY = "XDG_RUNTIME_DIR";

  private ControlSockets() {}

  /** {@return where clients of this process look} */
  public static Path forClients() {
    return forClients(System.getenv());
  }

  static Path forClients(Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    return Files.exists(SYSTEM) ? SYSTEM : ofUser(environment);
  }

  /**
   * {@return where a manager of this process listens: the system's place for root, else the user's}
   *
   * @param isRoot whether the process runs as uid 0
   */
  public static Path forManagers(boolean isRoot) {
    return isRoot ? SYSTEM : ofUser(System.getenv());
  }

  /** Without a runtime directory nobody can have listened in it: the system's place is named. */
  private static Path ofUser(Map<String, String> environment) {
    String runtime = environment.getOrDefault(RUNTIME_DIRECTORY, "");
    return runtime.isEmpty() ? SYSTEM : Path.of(runtime, "filterport", "manager.sock");
  }
}
