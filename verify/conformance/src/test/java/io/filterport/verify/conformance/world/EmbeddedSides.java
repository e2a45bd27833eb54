package io.filterport.verify.conformance.world;

import io.filterport.Buffers;
import io.filterport.PortName;
import io.filterport.PortSpace;
import io.filterport.engine.EmbeddedConnector;
import io.filterport.engine.Manager;
import io.filterport.engine.slots.EngineClock;
import io.filterport.filter.FilterManager;
import io.filterport.security.AccessToken;
import io.filterport.security.Administrators;
import io.filterport.security.Sid;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.spi.PortConnector;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Both sides in this JVM. */
record EmbeddedSides(
    PortSpace space,
    BiFunction<String, ConnectOptions, FilterPort> connector,
    FilterManager manager)
    implements Sides {
  static EmbeddedSides open() {
    PortSpace space = PortSpace.embedded();
    return new EmbeddedSides(space, space::connect, FilterManager.in(space));
  }

  /** No space leads to a manager with a clock of the test's. */
  static EmbeddedSides open(EngineClock clock) {
    Manager manager = new Manager(Administrators.ROOT, clock);
    AccessToken client = AccessToken.of(Sid.SYSTEM, Set.of(Sid.ADMINISTRATORS, Sid.EVERYONE));
    PortConnector connector = new EmbeddedConnector(manager, client);
    return new EmbeddedSides(
        null,
        (name, options) -> connector.connect(new PortName(name), context(options), options),
        manager);
  }

  private static byte[] context(ConnectOptions options) {
    return options.context() == null ? new byte[0] : Buffers.bytes(options.context());
  }

  @Override
  public FilterPort connect(String name, ConnectOptions options) {
    return connector.apply(name, options);
  }

  @Override
  public long atService(FilterPort port, ServiceWork work) {
    try {
      return work.on(port);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Overlapped overlapped() {
    return Overlapped.create();
  }

  @Override
  public Overlapped overlappedWithoutPacket() {
    return Overlapped.withoutPacket();
  }

  @Override
  public void onCompletion(Overlapped overlapped, Runnable action) {
    CompletableFuture<Void> ignored = overlapped.toFuture().thenRun(action);
  }

  @Override
  public CompletionPort completionPort() {
    return CompletionPort.create();
  }

  @Override
  public long clientPid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public List<String> serviceThreads() {
    return Threads.names();
  }

  @Override
  public boolean oneProcess() {
    return true;
  }

  @Override
  public long clientUser() {
    return AccessToken.UNKNOWN;
  }

  @Override
  public long clientGroup() {
    return AccessToken.UNKNOWN;
  }

  @Override
  public boolean inheritsHandles() {
    return true;
  }

  @Override
  public boolean closeWaits() {
    return true;
  }

  @Override
  public void close() {
    manager.close();
  }
}
