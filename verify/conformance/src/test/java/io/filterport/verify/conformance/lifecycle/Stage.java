package io.filterport.verify.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.FilterUnload;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.ServerPort;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A world with a filter of which one callback makes one call, another filter with a connection that
 * has a getter, and one that refuses to unload.
 */
final class Stage implements AutoCloseable {
  static final String OWN = "own";
  static final String OTHER = "other";
  static final String STUBBORN = "stubborn";
  static final String OWN_PORT = "\\Own";
  static final String OTHER_PORT = "\\Other";

  private static final int SEATS = 4;

  private final ApiCall call;
  private final Ending ending;
  private final Queue<FilterPort> opened = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean acted = new AtomicBoolean();
  private final AtomicReference<ConnectionRequest> request = new AtomicReference<>();

  final World world;
  final Filter own;
  final Filter other;
  final ServerPort ownPort;
  final ServerPort otherPort;
  final Link link;
  final Link otherLink;

  /** What the own filter's unload callback does. */
  volatile FilterUnload onUnload = mandatory -> NtStatus.SUCCESS;

  /** What its callback is about; null if there is no such connection. */
  volatile FilterPort examined;

  private volatile boolean sending;

  /** How the call ended; whoever made the callback run may be told before. */
  final CompletableFuture<String> outcome = new CompletableFuture<>();

  Stage(WorldKind kind, ApiCall call, Ending ending) {
    this.call = call;
    this.ending = ending;
    world = new World(kind);
    own = register(OWN, "3", mandatory -> onUnload.unload(mandatory));
    other = register(OTHER, "2", mandatory -> NtStatus.SUCCESS);
    register(STUBBORN, "1", mandatory -> NtStatus.FLT_DO_NOT_DETACH);
    ownPort = createPort(OWN_PORT);
    otherPort =
        other.createCommunicationPort(PortAttributes.named(OTHER_PORT), world.callbacks(), SEATS);
    world.onConnect =
        asked -> {
          request.set(asked);
          return NtStatus.SUCCESS;
        };
    otherLink = new Link(world, connect(OTHER_PORT), world.clients.getLast());
    Get getter = otherLink.get();
    assertThat(getter.isDone()).isFalse();
    link = new Link(world, connect(OWN_PORT), world.clients.getLast());
    examined = link.port();
  }

  private Filter register(String name, String altitude, FilterUnload unload) {
    return world.manager.register(FilterRegistration.named(name).at(altitude).onUnload(unload));
  }

  ServerPort createPort(String name) {
    return own.createCommunicationPort(PortAttributes.named(name), world.callbacks(), SEATS);
  }

  /** A client connects. */
  FilterPort connect(String name) {
    FilterPort port = world.connect(name);
    opened.add(port);
    return port;
  }

  /** The own connection that there is from the beginning. */
  Subject standing() {
    return new Subject(link.client(), link.port(), request.get());
  }

  /** In the callback: makes the call, the first time only, and ends as was said. */
  NtStatus act(Subject subject) {
    if (acted.compareAndSet(false, true)) {
      outcome.complete(call.run(this, subject));
      ending.end();
    }
    return NtStatus.SUCCESS;
  }

  /** The own client asks, and is in the message callback until it is told something. */
  void send() {
    sending = true;
    try {
      link.port().send(Buffers.utf8("x"), null);
    } finally {
      sending = false;
    }
  }

  /** A reply that comes before the sender has noticed the end of its port would still count. */
  void untilNobodySends() {
    Waits.until(() -> !sending);
  }

  /** {@return whether the client has lost what the callback was about} */
  boolean isDead() {
    return !Words.of(() -> examined.send(Buffers.utf8("x"), null)).equals(Words.DONE);
  }

  /** All clients hang up. Then nothing may be left, and the books must agree. */
  void settle() {
    opened.forEach(FilterPort::close);
    Waits.until(() -> world.ledger.ended() == world.ledger.accepted());
    world.awaitQuiet();
  }

  @Override
  public void close() {
    world.close();
  }
}
