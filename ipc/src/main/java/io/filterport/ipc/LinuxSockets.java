package io.filterport.ipc;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.engine.slots.EngineClock;
import io.filterport.filter.FilterManager;
import io.filterport.filter.ListenOptions;
import io.filterport.linux.LinuxSupport;
import io.filterport.spi.PortConnector;
import io.filterport.spi.SocketProvider;
import java.nio.file.Path;

/** The world of two processes as the api finds it. */
public final class LinuxSockets implements SocketProvider {
  /** Called by the service loader. */
  public LinuxSockets() {}

  @Override
  public PortConnector connector(Path controlSocket) {
    return new SocketConnector(controlSocket);
  }

  @Override
  public FilterManager listen(Path controlSocket, ListenOptions options) {
    requireLinux("listening on " + controlSocket);
    return new SocketManager(controlSocket, options, EngineClock.SYSTEM);
  }

  static void requireLinux(String what) {
    if (!LinuxSupport.isAvailable()) {
      throw new FilterPortException(
          what,
          NtStatus.NOT_SUPPORTED,
          "Ports between processes need Linux on amd64 or aarch64; PortSpace.embedded() works here.");
    }
  }
}
