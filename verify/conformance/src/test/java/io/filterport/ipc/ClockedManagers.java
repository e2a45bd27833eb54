package io.filterport.ipc;

import io.filterport.engine.slots.EngineClock;
import io.filterport.filter.FilterManager;
import io.filterport.filter.ListenOptions;
import java.nio.file.Path;

/** Managers of other processes' clients whose clock is the test's. Stateless. */
public final class ClockedManagers {
  private ClockedManagers() {}

  public static FilterManager listen(Path socket, EngineClock clock) {
    return new SocketManager(socket, ListenOptions.defaults(), clock);
  }
}
