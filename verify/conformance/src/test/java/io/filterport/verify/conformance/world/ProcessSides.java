package io.filterport.verify.conformance.world;

import io.filterport.filter.FilterManager;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.agent.AgentProcess;
import io.filterport.verify.conformance.agent.RemoteService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The service side in another process. */
record ProcessSides(Path directory, FilterManager manager, RemoteService service) implements Sides {
  static ProcessSides of(AgentProcess agent) {
    try {
      Path directory = Files.createTempDirectory("filterport-conformance");
      Path socket = directory.resolve("s");
      FilterManager manager = FilterManager.listen(socket);
      return new ProcessSides(directory, manager, new RemoteService(agent, socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public FilterPort connect(String name, ConnectOptions options) {
    return service.connect(name, options);
  }

  @Override
  public Overlapped overlapped() {
    return service.overlapped();
  }

  @Override
  public Overlapped overlappedWithoutPacket() {
    return service.overlappedWithoutPacket();
  }

  @Override
  public CompletionPort completionPort() {
    return service.completionPort();
  }

  @Override
  public long clientPid() {
    return service.pid();
  }

  @Override
  public List<String> serviceThreads() {
    return service.threads();
  }

  @Override
  public boolean closeWaits() {
    return false;
  }

  @Override
  public void close() {
    manager.close();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
