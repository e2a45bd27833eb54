package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.PortSpace;
import io.filterport.engine.Manager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.linux.DescriptorPassing;
import io.filterport.linux.Fds;
import io.filterport.linux.Poll;
import io.filterport.linux.Received;
import io.filterport.linux.UnixSocket;
import io.filterport.service.FilterPort;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread that serves all clients, and what could keep it from that. */
class ControlServerTest {
  private static final String PORT = "\\Test";
  private static final int PATIENCE_MILLIS = 20_000;
  private static final byte[] CONNECT =
      new ConnectMessage(new PortName(PORT), new byte[0]).encode();

  @TempDir Path directory;
  private final Manager manager = new Manager();
  private final ThreadPoolExecutor callbacks = DaemonThreads.upTo(2, "callback-of-test-");
  private final ThreadPoolExecutor closing =
      DaemonThreads.upTo(Closer.MAX_THREADS, "closer-of-test-");
  private SocketPlace place;
  private ControlServer server;

  @BeforeEach
  void listen() {
    place = SocketPlace.take(place());
    int ignored = DescriptorPassing.allow(place.socket(), true); // as before Linux 6.16
    server = new ControlServer(manager, callbacks, closing, place.socket());
    server.start();
    manager
        .register(FilterRegistration.named("test"))
        .createCommunicationPort(
            PortAttributes.named(PORT),
            PortCallbacks.of(request -> NtStatus.SUCCESS, cookie -> {}),
            8);
    connectAndClose();
  }

  @AfterEach
  void end() {
    manager.close();
    place.unlink();
    server.stop();
    place.release();
    callbacks.shutdown();
    closing.shutdown();
  }

  private Path place() {
    return directory.resolve("manager.sock");
  }

  private void connectAndClose() {
    FilterPort.connect(PortSpace.at(place()), PORT).close();
  }

  private int knock() {
    int socket = UnixSocket.create(UnixSocket.SEQPACKET);
    assertThat(UnixSocket.connect(socket, place().toString())).isZero();
    return socket;
  }

  private static HostAnswer answer(int socket) {
    assertThat(Poll.await(socket, Poll.IN, PATIENCE_MILLIS)).isPositive();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(ControlMessage.MAX_BYTES);
      Received received = DescriptorPassing.receive(socket, buffer);
      received.descriptors().forEach(Fds::close);
      assertThat(received.result()).isPositive();
      return HostAnswer.decode(buffer.asSlice(0, received.result()).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  @Test
  @DisplayName("INV-09: while the manager may open nothing its clients wait; then they are served")
  void outOfDescriptors() {
    int other = knock();
    DescriptorPassing.send(other, CONNECT);
    assertThat(answer(other)).isInstanceOf(HostAnswer.Accepted.class);
    int waiting = UnixSocket.create(UnixSocket.SEQPACKET);
    NoDescriptors limit = NoDescriptors.begin();
    try {
      assertThat(UnixSocket.connect(waiting, place().toString())).isZero();
      DescriptorPassing.send(waiting, CONNECT);
      DescriptorPassing.send(other, CONNECT);
      int ended = Poll.await(other, Poll.RDHUP, PATIENCE_MILLIS);
      assertThat(ended).as("the manager has seen both").isPositive();
    } finally {
      limit.end();
    }
    assertThat(answer(waiting)).isInstanceOf(HostAnswer.Accepted.class);
    Fds.close(waiting);
    Fds.close(other);
  }

  @Test
  @DisplayName("a connect that waits while the manager's thread is late was said in time")
  void lateThread() throws Exception {
    int client = knock();
    assertThat(server.isServing()).as("it has accepted the client meanwhile").isTrue();
    CountDownLatch go = holdTheLoop();
    DescriptorPassing.send(client, CONNECT);
    TimeUnit.NANOSECONDS.sleep(ControlServer.HANDSHAKE_NANOS);
    go.countDown();
    assertThat(answer(client)).isInstanceOf(HostAnswer.Accepted.class);
    Fds.close(client);
  }

  // ---- closes that wait

  /** {@return what lets the server's thread go on} */
  private CountDownLatch holdTheLoop() {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    server
        .loop()
        .execute(
            () -> {
              held.countDown();
              await(go);
            });
    await(held);
    return go;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void othersAreServed() throws Exception {
    CompletableFuture.runAsync(this::connectAndClose).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Test
  @DisplayName("INV-09: a client's file that is slow to close delays nobody else")
  void lingering() throws Exception {
    try (SlowFile file = new SlowFile()) {
      CountDownLatch go = holdTheLoop();
      int socket = knock();
      file.send(socket, CONNECT);
      go.countDown();
      assertThat(answer(socket)).isInstanceOf(HostAnswer.Refused.class);
      othersAreServed();
      Fds.close(socket);
    }
  }

  @Test
  @DisplayName("INV-09: nor does one of a client that closed its end with an answer unread")
  void lingeringAfterAReset() throws Exception {
    try (SlowFile file = new SlowFile()) {
      int socket = knock();
      DescriptorPassing.send(socket, CONNECT);
      assertThat(Poll.await(socket, Poll.IN, PATIENCE_MILLIS)).isPositive();
      CountDownLatch go = holdTheLoop();
      file.send(socket, CONNECT);
      Fds.close(socket);
      go.countDown();
      othersAreServed();
    }
  }

  @Test
  @DisplayName("INV-09: nor does one of a client that was not let in yet delay the manager's end")
  void lingeringInTheBacklog() throws Exception {
    try (SlowFile file = new SlowFile()) {
      CountDownLatch go = holdTheLoop();
      int socket = knock();
      file.send(socket, CONNECT);
      Fds.close(socket);
      CompletableFuture<Void> stopped = stopBeforeTheNextLook(go);
      stopped.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** The loop runs its tasks before it lets anybody in. */
  private CompletableFuture<Void> stopBeforeTheNextLook(CountDownLatch go) {
    CompletableFuture<Void> stopping = new CompletableFuture<>();
    Thread stopper =
        new Thread(
            () -> {
              server.stop();
              stopping.complete(null);
            });
    stopper.setDaemon(true);
    stopper.start();
    while (stopper.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    go.countDown();
    return stopping;
  }

  @Test
  @DisplayName("threads that a client keeps from waking are woken at the manager's end")
  void hiddenSleepers() {
    AtomicInteger left = new AtomicInteger(5);
    server.loop().execute(() -> server.rouse(() -> left.decrementAndGet() > 0));
    server.loop().execute(() -> server.rouse(() -> true)); // never, and the stop ends all the same
    server.stop();
    assertThat(left).hasValue(0);
  }
}
