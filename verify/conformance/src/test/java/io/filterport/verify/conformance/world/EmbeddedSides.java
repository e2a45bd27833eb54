package io.filterport.verify.conformance.world;

import io.filterport.PortSpace;
import io.filterport.filter.FilterManager;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import java.util.List;

/** Both sides in this JVM. */
record EmbeddedSides(PortSpace space, FilterManager manager) implements Sides {
  @Override
  public FilterPort connect(String name, ConnectOptions options) {
    return FilterPort.connect(space, name, options);
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
  public boolean closeWaits() {
    return true;
  }

  @Override
  public void close() {
    manager.close();
  }
}
