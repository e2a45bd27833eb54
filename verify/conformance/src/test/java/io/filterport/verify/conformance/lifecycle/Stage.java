package io.filterport.verify.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.FilterUnload;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import io.filterport.layout.Exchange;
import io.filterport.layout.MessageLayout;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.invoke.MethodHandles;
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

  /** What is asked and answered where the calls are typed, or want an answer. */
  static final Exchange<Letter, Letter> LETTERS =
      new Exchange<>(
          MessageLayout.of(MethodHandles.lookup(), Letter.class),
          MessageLayout.of(MethodHandles.lookup(), Letter.class));

  /** One byte. */
  record Letter(byte value) {}

  private static final String BESIDE = "\\Beside";
  private static final int SEATS = 4;

  private final ApiCall call;
  private final Ending ending;
  private final Queue<FilterPort> opened = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean acted = new AtomicBoolean();
  private final AtomicReference<ConnectionRequest> request = new AtomicReference<>();
  private final AtomicReference<MessageCall> kept = new AtomicReference<>();

  final World world;
  final Filter own;
  final Filter other;
  final ServerPort ownPort;
  final ServerPort otherPort;
  final Link link;
  final Link otherLink;
  final Get getter;

  /** What the own filter's unload callback does. */
  volatile FilterUnload onUnload = mandatory -> NtStatus.SUCCESS;

  /** What its callback is about; null if there is no such connection. */
  volatile FilterPort examined;

  /** The own connection's, if the call needs one. */
  volatile Get ownGetter;

  private volatile boolean sending;

  /** Where callbacks stay that do not return by themselves. */
  final Gate gate = new Gate();

  /** What the callback is about that lets another thread call. */
  final CompletableFuture<Subject> entered = new CompletableFuture<>();

  /** How the call ended; whoever made the callback run may be told before. */
  final CompletableFuture<String> outcome = new CompletableFuture<>();

  Stage(WorldKind kind, ApiCall call, Ending ending) {
    this.call = call;
    this.ending = ending;
    world = new World(kind);
    world.createPort(BESIDE, SEATS);
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
    world.onMessage =
        (cookie, message) -> {
          kept.set(message);
          return answer(message);
        };
    otherLink = new Link(world, connect(OTHER_PORT), world.clients.getLast());
    getter = otherLink.get();
    assertThat(getter.isDone()).isFalse();
    link = new Link(world, connect(OWN_PORT), world.clients.getLast());
    send();
    examined = link.port();
    call.preparation().accept(this);
  }

  /** The own connection has a getter, which holds no message that anybody sends. */
  void getOnOwn() {
    ownGetter = link.get(MessageHeader.SIZE);
  }

  /** The own connection's client has a message, and its sender waits for the reply. */
  void askOnOwn() {
    ownGetter = link.get();
    Background<SendResult> ignored = link.asking("x", Buffers.allocate(8), Timeout.infinite());
    ownGetter.await();
  }

  private Filter register(String name, String altitude, FilterUnload unload) {
    return world.manager.register(FilterRegistration.named(name).at(altitude).onUnload(unload));
  }

  ServerPort createPort(String name) {
    return own.createCommunicationPort(PortAttributes.named(name), world.callbacks(), SEATS);
  }

  /** A client connects. */
  FilterPort connect(String name) {
    return keep(world.connect(name, ConnectOptions.withContext(Buffers.utf8("x"))));
  }

  /** It will be closed. */
  FilterPort keep(FilterPort port) {
    opened.add(port);
    return port;
  }

  /** The own connection that there is from the beginning. */
  Subject standing() {
    return standing(keptCall());
  }

  Subject standing(MessageCall message) {
    return new Subject(link.client(), link.port(), request.get(), message);
  }

  /** One whose callback has returned. */
  MessageCall keptCall() {
    return kept.get();
  }

  /** In the callback, the first time only: does what was said. */
  NtStatus act(Subject subject) {
    return act(subject, null);
  }

  /** In the message callback, which also answers what the call asks. */
  NtStatus act(Subject subject, MessageCall message) {
    if (acted.compareAndSet(false, true)) {
      ending.act(this, subject);
      return NtStatus.SUCCESS;
    }
    return message == null ? NtStatus.SUCCESS : answer(message);
  }

  private static NtStatus answer(MessageCall message) {
    return message.output() == null ? NtStatus.SUCCESS : LETTERS.answer(message, letter -> letter);
  }

  /** What fails here is no end of a call, but of the test. */
  void makeCall(Subject subject) {
    try {
      outcome.complete(call.run(this, subject));
    } catch (Throwable e) {
      outcome.completeExceptionally(e);
    }
  }

  /** A thread of the other connection's service answers what its getter will get. */
  void answerNext() {
    Background<Void> ignored = Background.run(() -> getter.reply("y"));
  }

  /** The own client asks, and is in the message callback until it is told something. */
  void send() {
    sending = true;
    try {
      link.port().send(Buffers.utf8("x"), Buffers.allocate(8));
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

  /** Connecting to a third filter, both ways of talking to it, and hanging up. */
  void assertOthersWork() {
    long before = world.ledger.ended();
    Link beside = world.link(BESIDE);
    beside.port().send(Buffers.utf8("x"), null);
    Get get = beside.get();
    assertThat(beside.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("x");
    beside.port().close();
    Waits.until(() -> world.ledger.ended() > before);
  }

  /** All clients hang up. Then nothing may be left, and the books must agree. */
  void settle() {
    opened.forEach(FilterPort::close);
    Waits.until(() -> world.ledger.ended() == world.ledger.accepted());
    world.awaitQuiet();
  }

  @Override
  public void close() {
    gate.open();
    world.close();
  }
}
