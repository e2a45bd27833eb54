import org.jspecify.annotations.NullMarked;

/**
 * Managers and clients in different processes: the control socket, shared memory, death. It brings
 * two processes to common slots and holds no semantics.
 */
@NullMarked
module io.filterport.ipc {
  requires static org.jspecify;
  requires transitive io.filterport;
  requires io.filterport.engine;
  requires io.filterport.linux;

  provides io.filterport.spi.SocketProvider with
      io.filterport.ipc.LinuxSockets;
}
