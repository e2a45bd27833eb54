package io.filterport.cli;

import io.filterport.filter.FilterManager;
import io.filterport.ipc.ServingManager;
import java.util.function.BooleanSupplier;

/**
 * Whether a host lets clients in. It asks the threads behind the control socket, not the socket as
 * clients do: these can keep each other waiting there, and must not have the host restarted.
 *
 * @param manager the host's
 */
record ControlProgress(FilterManager manager) implements BooleanSupplier {
  @Override
  public boolean getAsBoolean() {
    return manager instanceof ServingManager serving && serving.isServing();
  }
}
