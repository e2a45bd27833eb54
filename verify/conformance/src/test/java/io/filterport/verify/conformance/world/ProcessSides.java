package io.filterport.verify.conformance.world;

import io.filterport.PortSpace;
import io.filterport.engine.slots.EngineClock;
import io.filterport.filter.FilterManager;
import io.filterport.ipc.ClockedManagers;
import io.filterport.linux.Identity;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Function;

/** The service side in another process. */
record ProcessSides(Path directory, PortSpace space, FilterManager manager, RemoteService service)
    implements Sides {
  private static final String SOCKET = "s";

  static ProcessSides of(AgentProcess agent) {
    return of(agent, FilterManager::listen);
  }

  static ProcessSides of(AgentProcess agent, EngineClock clock) {
    return of(agent, socket -> ClockedManagers.listen(socket, clock));
  }

  private static ProcessSides of(AgentProcess agent, Function<Path, FilterManager> listen) {
    try {
      Path directory = Files.createTempDirectory("filterport-conformance");
      reachableForEverybody(directory);
      Path socket = directory.resolve(SOCKET);
      FilterManager manager = listen.apply(socket);
      return new ProcessSides(
          directory, PortSpace.at(socket), manager, new RemoteService(agent, socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public FilterPort connect(String name, ConnectOptions options) {
    return service.connect(name, options);
  }

  /** Clients may be of other users; the descriptors of ports decide about them. */
  private static void reachableForEverybody(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Override
  public FilterPort connectFrom(AgentProcess process, String name) {
    Path socket = directory.resolve(SOCKET);
    return new RemoteService(process, socket).connect(name, ConnectOptions.none());
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
  public void onCompletion(Overlapped overlapped, Runnable action) {
    service.onCompletion(overlapped, action);
  }

  @Override
  public CompletionPort completionPort() {
    return service.completionPort();
  }

  @Override
  public long atService(FilterPort port, ServiceWork work) {
    return service.atService(port, work);
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
  public boolean oneProcess() {
    return false;
  }

  @Override
  public long clientUser() {
    return Identity.effectiveUid();
  }

  @Override
  public long clientGroup() {
    return Identity.gid();
  }

  @Override
  public boolean inheritsHandles() {
    return false;
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
