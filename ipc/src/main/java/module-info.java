import org.jspecify.annotations.NullMarked;

/**
 * Managers and clients in different processes: the control socket, shared memory, death. It brings
 * two processes to common slots and holds no semantics.
 *
 * <p>The export lets a host know the process that connected, and whether its manager serves;
 * nothing here is an API for programs.
 */
@NullMarked
module io.filterport.ipc {
  requires static org.jspecify;
  requires transitive io.filterport;
  requires io.filterport.engine;
  requires io.filterport.linux;

  exports io.filterport.ipc to
      io.filterport.cli;

  provides io.filterport.spi.SocketProvider with
      io.filterport.ipc.LinuxSockets;
}
