package io.filterport.ipc;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Identity;
import io.filterport.linux.Peer;
import io.filterport.linux.UnixSocket;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.spi.PortConnector;
import java.nio.file.Path;

/** Connects to the manager at a control socket. */
final class SocketConnector implements PortConnector {
  private final Path path;

  SocketConnector(Path path) {
    this.path = path;
  }

  @Override
  public FilterPort connect(PortName name, byte[] context, ConnectOptions options) {
    LinuxSockets.requireLinux("connecting to " + name);
    if (options.inheritHandle()) {
      throw notInheritable(name);
    }
    EventLoop loop = ClientConnection.sharedLoop();
    byte[] connect = new ConnectMessage(name, context).encode(); // the knock begins the 5 s for it
    return new ClientConnection(name, knock(name), loop)
        .open(connect, options.waitPolicy())
        .open(options);
  }

  private static FilterPortException notInheritable(PortName name) {
    return new FilterPortException(
        "connecting to " + name + " with an inheritable handle",
        NtStatus.NOT_SUPPORTED,
        "A connection ends with the process that made it; let the child connect for itself.");
  }

  private int knock(PortName name) {
    int socket = UnixSocket.create(UnixSocket.SEQPACKET);
    if (socket < 0) {
      throw unreachable(name, socket);
    }
    int result = FullBacklog.connect(() -> UnixSocket.connect(socket, path.toString()));
    if (result < 0) {
      Fds.close(socket);
      throw unreachable(name, result);
    }
    requireTrusted(name, socket);
    return socket;
  }

  /** Whoever is not root and not this user could read every message. */
  private void requireTrusted(PortName name, int socket) {
    Peer.Credentials server = Peer.credentials(socket);
    if (server.result() < 0 || (server.uid() != 0 && server.uid() != Identity.effectiveUid())) {
      Fds.close(socket);
      throw new FilterPortException(
          "connecting to " + name + " at " + path + ", where uid " + server.uid() + " listens",
          NtStatus.ACCESS_DENIED,
          "A client trusts managers of root and of its own user only; run as one of them.");
    }
  }

  private FilterPortException unreachable(PortName name, int result) {
    String what = "connecting to " + name + " at " + path + ": " + Errno.name(-result);
    return switch (-result) {
      case Errno.EACCES ->
          new FilterPortException(
              what, NtStatus.ACCESS_DENIED, "This user cannot reach the control socket.");
      case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM ->
          new FilterPortException(
              what,
              NtStatus.INSUFFICIENT_RESOURCES,
              "Close descriptors of this process, or raise its limit (ulimit -n).");
      case Errno.EAGAIN ->
          new FilterPortException(
              what,
              NtStatus.CONNECTION_REFUSED,
              "The manager is too busy with other clients; try again.");
      case Errno.ENAMETOOLONG ->
          new FilterPortException(
              what,
              NtStatus.NAME_TOO_LONG,
              "A manager's socket has a path of at most " + SocketPlace.MAX_PATH_BYTES + " bytes.");
      default ->
          new FilterPortException(
              what,
              NtStatus.CONNECTION_REFUSED,
              "No manager listens there; start one with `filterport host`, or name its socket.");
    };
  }
}
