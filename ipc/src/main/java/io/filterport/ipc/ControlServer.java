package io.filterport.ipc;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.engine.Manager;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Peer;
import io.filterport.linux.UnixSocket;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The host's control socket: accepts clients, bounds those that have not finished the handshake,
 * and notices their end. One thread serves all of them and runs no callback.
 */
final class ControlServer {
  /** Clients that may be between their knock and the decision. */
  static final int MAX_HALF_OPEN = 64;

  /** The same, of one user. */
  static final int MAX_HALF_OPEN_PER_UID = 8;

  /** How long the handshake may take. */
  static final long HANDSHAKE_NANOS = 5_000_000_000L;

  /** Connections of one manager. */
  static final int MAX_CONNECTIONS = 4096;

  private static final System.Logger LOG = System.getLogger("io.filterport.ipc");
  private static final int BACKLOG = 128;

  /** Clients let in before the others are looked at again. */
  private static final int ACCEPTS_PER_TURN = 64;

  /** Between two wakes of threads that a client keeps from waking. */
  private static final int ROUSE_MILLIS = 10;

  private static final int NANOS_PER_MILLI = 1_000_000;

  private final Manager manager;
  private final ThreadPoolExecutor callbacks;
  private final EventLoop loop = new EventLoop("filterport-control");
  private final int listener;

  // of the loop's thread
  private final Set<HostPeer> peers = new HashSet<>();
  private final Set<HostPeer> waking = new HashSet<>();
  private int reserve;
  private long listenerKey;

  /**
   * Listens.
   *
   * @param manager decides
   * @param callbacks runs the filters' callbacks
   * @param listener a bound socket; owned by this object from now on
   */
  ControlServer(Manager manager, ThreadPoolExecutor callbacks, int listener) {
    this.manager = manager;
    this.callbacks = callbacks;
    this.listener = listener;
    this.reserve = Fds.duplicate(listener);
  }

  void start() {
    int result = UnixSocket.listen(listener, BACKLOG);
    if (result < 0) {
      throw new FilterPortException(
          "listening: " + Errno.name(-result), NtStatus.INSUFFICIENT_RESOURCES, "");
    }
    loop.execute(() -> listenerKey = loop.watch(listener, events -> accept()));
    loop.lookBeforeEachWait(this::look);
    loop.start();
  }

  EventLoop loop() {
    return loop;
  }

  Manager manager() {
    return manager;
  }

  ThreadPoolExecutor callbacks() {
    return callbacks;
  }

  // ---- on the loop's thread

  private void accept() {
    for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
      int socket = UnixSocket.accept(listener);
      if (socket == -Errno.EMFILE) {
        turnAway();
      } else if (socket < 0) {
        return;
      } else {
        admit(socket);
      }
    }
  }

  /** Out of descriptors, a client that stays in the backlog would wake the loop for ever. */
  private void turnAway() {
    LOG.log(Level.WARNING, "out of file descriptors: a client was turned away");
    Fds.close(reserve);
    Fds.close(UnixSocket.accept(listener));
    reserve = Fds.duplicate(listener);
  }

  private void admit(int socket) {
    Peer.Credentials credentials = Peer.credentials(socket);
    String refusal = credentials.result() < 0 ? "has no identity" : overQuota(credentials.uid());
    if (refusal != null) {
      LOG.log(Level.DEBUG, "pid {0} {1}", Long.toString(credentials.pid()), refusal);
      Fds.close(socket);
      return;
    }
    HostPeer peer = new HostPeer(this, socket, credentials);
    if (peer.watch()) {
      peers.add(peer);
    }
  }

  private @Nullable String overQuota(long uid) {
    int halfOpen = 0;
    int ofUser = 0;
    for (HostPeer peer : peers) {
      halfOpen += peer.isHalfOpen() ? 1 : 0;
      ofUser += peer.isHalfOpen() && peer.uid() == uid ? 1 : 0;
    }
    if (peers.size() >= MAX_CONNECTIONS) {
      return "turned away: " + MAX_CONNECTIONS + " connections";
    }
    if (halfOpen >= MAX_HALF_OPEN) {
      return "turned away: " + MAX_HALF_OPEN + " clients are connecting";
    }
    return ofUser >= MAX_HALF_OPEN_PER_UID
        ? "turned away: " + MAX_HALF_OPEN_PER_UID + " clients of its user are connecting"
        : null;
  }

  /** {@return milliseconds until there is something to do without an event, -1 for never} */
  private int look() {
    int handshakes = dropLateHandshakes();
    waking.removeIf(peer -> !peer.rouse());
    if (waking.isEmpty()) {
      return handshakes;
    }
    return handshakes < 0 ? ROUSE_MILLIS : Math.min(handshakes, ROUSE_MILLIS);
  }

  /** Wakes the threads of a connection that is over until they have woken. */
  void rouse(HostPeer peer) {
    waking.add(peer);
  }

  /** {@return milliseconds until the next handshake is late, -1 if none is under way} */
  private int dropLateHandshakes() {
    long now = System.nanoTime();
    long next = Long.MAX_VALUE;
    for (HostPeer peer : Set.copyOf(peers)) {
      if (peer.isSilent()) {
        long left = HANDSHAKE_NANOS - (now - peer.born());
        if (left <= 0) {
          peer.end("said nothing for 5 s");
        } else {
          next = Math.min(next, left);
        }
      }
    }
    return next == Long.MAX_VALUE ? -1 : (int) (next / NANOS_PER_MILLI) + 1;
  }

  void forget(HostPeer peer) {
    peers.remove(peer);
  }

  /** Ends every connection and the thread. */
  void stop() {
    loop.execute(this::closeAll);
    loop.stop();
  }

  private void closeAll() {
    loop.ignore(listenerKey, listener);
    Fds.close(listener);
    Fds.close(reserve);
    Set.copyOf(peers).forEach(peer -> peer.end("the manager ends"));
  }
}
