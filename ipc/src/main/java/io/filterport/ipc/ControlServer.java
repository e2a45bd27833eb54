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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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

  /** How long a client may say nothing. */
  static final long HANDSHAKE_NANOS = 5_000_000_000L;

  /** Connections of one manager. */
  static final int MAX_CONNECTIONS = 4096;

  private static final System.Logger LOG = System.getLogger("io.filterport.ipc");
  private static final int BACKLOG = 128;

  /** Clients let in before the others are looked at again. */
  private static final int ACCEPTS_PER_TURN = 64;

  /** Between two wakes of threads that a client keeps from waking. */
  private static final int ROUSE_MILLIS = 10;

  /** How long that goes on at the end of the manager. */
  private static final long LAST_ROUSE_NANOS = 1_000_000_000L;

  /** In how long the threads that let clients in must have said so. */
  private static final long LONGEST_LOOK_MILLIS = 5_000;

  /** How long clients are not let in after the kernel could not. */
  private static final long ACCEPT_PAUSE_NANOS = 1_000_000_000L;

  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final long NOT_WATCHED = -1;

  private final Manager manager;
  private final Executor callbacks;
  private final EventLoop loop = new EventLoop("filterport-control");
  private final Closer closer;
  private final ControlLog log = new ControlLog();
  private final int listener;

  // of the loop's thread
  private final Set<HostPeer> peers = new HashSet<>();
  private final Set<BooleanSupplier> waking = new HashSet<>();
  private long listenerKey = NOT_WATCHED;
  private long acceptAgainNanos = System.nanoTime();
  private boolean stopping;

  /**
   * Listens.
   *
   * @param manager decides
   * @param callbacks runs the filters' callbacks
   * @param closing waits for clients' sockets to close
   * @param listener a bound socket; owned by this object from now on
   */
  ControlServer(Manager manager, Executor callbacks, Executor closing, int listener) {
    this.manager = manager;
    this.callbacks = callbacks;
    this.closer = new Closer(closing, () -> loop.execute(() -> {})); // it looks before it waits
    this.listener = listener;
  }

  void start() {
    loop.start();
    int result = UnixSocket.listen(listener, BACKLOG);
    if (result < 0) {
      loop.stop();
      throw new FilterPortException(
          "listening on the control socket: " + Errno.name(-result),
          NtStatus.INSUFFICIENT_RESOURCES,
          "Close descriptors of this process, or raise its limit (ulimit -n).");
    }
    loop.lookBeforeEachWait(this::look);
    loop.execute(this::look);
  }

  EventLoop loop() {
    return loop;
  }

  Closer closer() {
    return closer;
  }

  ControlLog log() {
    return log;
  }

  Manager manager() {
    return manager;
  }

  Executor callbacks() {
    return callbacks;
  }

  // ---- on the loop's thread

  private void accept() {
    for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
      if (closer.isFull()) {
        log.waiting().tell("clients wait to be let in: sockets of others are slow to close", null);
        ignoreListener();
        return;
      }
      int socket = UnixSocket.accept(listener);
      if (socket < 0) {
        if (socket != -Errno.EAGAIN) {
          pause(socket);
        }
        return;
      }
      admit(socket);
    }
  }

  /**
   * The process, or the whole system, is out of descriptors or memory. A client that stays in the
   * backlog would wake the loop for ever.
   */
  private void pause(int error) {
    String name = Errno.name(error);
    LOG.log(Level.WARNING, "clients wait to be let in: {0}; raise the limit (ulimit -n)", name);
    ignoreListener();
    acceptAgainNanos = System.nanoTime() + ACCEPT_PAUSE_NANOS;
  }

  private void ignoreListener() {
    loop.ignore(listenerKey, listener);
    listenerKey = NOT_WATCHED;
  }

  /**
   * {@return milliseconds until the listener is looked at again; -1 if it is, or when there is
   * room}
   */
  private int watchListener() {
    long left = acceptAgainNanos - System.nanoTime();
    if (listenerKey < 0 && left <= 0 && !closer.isFull() && !stopping) {
      listenerKey = loop.watch(listener, events -> accept());
      left = ACCEPT_PAUSE_NANOS;
    }
    return listenerKey < 0 && left > 0 ? millis(left) : -1;
  }

  private static int millis(long nanos) {
    return (int) (nanos / NANOS_PER_MILLI) + 1;
  }

  private void admit(int socket) {
    Peer.Credentials credentials = Peer.credentials(socket);
    String refusal = credentials.result() < 0 ? "has no identity" : overQuota(credentials.uid());
    if (refusal != null) {
      log.turnedAway().tell("pid " + credentials.pid() + " " + refusal, null);
      closer.close(socket);
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
    int next = sooner(watchListener(), dropLateHandshakes());
    rouseAll();
    return waking.isEmpty() ? next : sooner(next, ROUSE_MILLIS);
  }

  /** {@return the shorter wait; -1 is for ever} */
  private static int sooner(int one, int other) {
    return Math.min(one, other) < 0 ? Math.max(one, other) : Math.min(one, other);
  }

  /**
   * Wakes the threads of a connection that is over until they have woken.
   *
   * @param threads wakes them, and says whether any still sleeps
   */
  void rouse(BooleanSupplier threads) {
    waking.add(threads);
  }

  private void rouseAll() {
    waking.removeIf(threads -> !threads.getAsBoolean());
  }

  /** {@return milliseconds until the next handshake is late, -1 if none is under way} */
  private int dropLateHandshakes() {
    long now = System.nanoTime();
    long next = Long.MAX_VALUE;
    for (HostPeer peer : Set.copyOf(peers)) {
      if (peer.isSilent()) {
        long left = HANDSHAKE_NANOS - (now - peer.born());
        if (left <= 0) {
          peer.dropIfSilent();
        } else {
          next = Math.min(next, left);
        }
      }
    }
    return next == Long.MAX_VALUE ? -1 : millis(next);
  }

  void forget(HostPeer peer) {
    peers.remove(peer);
  }

  private void closeAll() {
    stopping = true;
    ignoreListener();
    try {
      Set.copyOf(peers).forEach(peer -> peer.end("the manager ends"));
    } finally {
      closeListener();
    }
  }

  /** Who was not let in goes with it, and so do files of their choice: nobody waits for that. */
  private void closeListener() {
    try {
      Thread.ofPlatform()
          .daemon()
          .name("filterport-closer-of-listener")
          .start(() -> Fds.close(listener));
    } catch (OutOfMemoryError e) { // the system gives no thread
      closer.close(listener);
    }
  }

  /** Who has no descriptors does not serve; who waits for slow clients does. */
  private boolean letsIn() {
    return listenerKey >= 0 || closer.isFull();
  }

  // ---- on any thread

  /** As {@link ServingManager#isServing} says. */
  boolean isServing() {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    loop.execute(
        () -> {
          boolean lets = letsIn();
          callbacks.execute(() -> answer.complete(lets));
        });
    return !loop.hasEnded()
        && answer.completeOnTimeout(false, LONGEST_LOOK_MILLIS, TimeUnit.MILLISECONDS).join();
  }

  /** Ends every connection and the thread. */
  void stop() {
    loop.execute(this::closeAll);
    loop.stop();
    rouseTheLast();
  }

  /** In place of the thread, which has ended. Whom a client hides sleeps for ever otherwise. */
  private void rouseTheLast() {
    long start = System.nanoTime();
    rouseAll();
    while (!waking.isEmpty() && System.nanoTime() - start < LAST_ROUSE_NANOS) {
      LockSupport.parkNanos((long) ROUSE_MILLIS * NANOS_PER_MILLI);
      rouseAll();
    }
  }
}
