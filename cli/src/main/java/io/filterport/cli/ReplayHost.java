package io.filterport.cli;

import io.filterport.filter.FilterManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A manager of its own for a replay, in a directory of its own that ends with it. */
final class ReplayHost implements AutoCloseable {
  private static final String SOCKET = "manager.sock";

  private final Path directory;
  private final FilterManager manager;

  private ReplayHost(Path directory) {
    this.directory = directory;
    this.manager = FilterManager.listen(directory.resolve(SOCKET));
  }

  /** The service may be another user's: the port's descriptor decides, as everywhere. */
  static ReplayHost open() throws IOException {
    Path directory = Files.createTempDirectory("filterport-replay");
    DemoFiles.letEveryoneLook(directory);
    return new ReplayHost(directory);
  }

  FilterManager manager() {
    return manager;
  }

  Path socket() {
    return directory.resolve(SOCKET);
  }

  @Override
  public void close() throws IOException {
    HostSetup.unload(manager);
    manager.close();
    for (String left : List.of(SOCKET, SOCKET + ".lock")) {
      Files.deleteIfExists(directory.resolve(left));
    }
    Files.deleteIfExists(directory);
  }
}
