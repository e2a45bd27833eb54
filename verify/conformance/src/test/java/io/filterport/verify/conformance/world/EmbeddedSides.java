package io.filterport.verify.conformance.world;

import io.filterport.PortName;
import io.filterport.PortSpace;
import io.filterport.engine.EmbeddedConnector;
import io.filterport.engine.Manager;
import io.filterport.engine.slots.EngineClock;
import io.filterport.filter.FilterManager;
import io.filterport.security.AccessToken;
import io.filterport.security.Sid;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.spi.PortConnector;
import java.util.Set;

/** Both sides in this JVM. */
record EmbeddedSides(PortConnector connector, FilterManager manager) implements Sides {
  static EmbeddedSides open() {
    PortSpace space = PortSpace.embedded();
    return new EmbeddedSides(space::connect, FilterManager.in(space));
  }

  static EmbeddedSides open(EngineClock clock) {
    Manager manager = new Manager(clock);
    AccessToken client = AccessToken.of(Sid.SYSTEM, Set.of(Sid.ADMINISTRATORS, Sid.EVERYONE));
    return new EmbeddedSides(new EmbeddedConnector(manager, client), manager);
  }

  @Override
  public FilterPort connect(String name, ConnectOptions options) {
    return connector.connect(new PortName(name), options);
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
  public CompletionPort completionPort() {
    return CompletionPort.create();
  }

  @Override
  public long clientPid() {
    return ProcessHandle.current().pid();
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
