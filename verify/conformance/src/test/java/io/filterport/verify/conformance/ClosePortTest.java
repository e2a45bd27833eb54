package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.filter.ServerPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltCloseCommunicationPort. */
@EachWorld
class ClosePortTest {
  private final World world;
  private final ServerPort server;

  ClosePortTest(WorldKind kind) {
    world = new World(kind);
    server = world.createPort(World.NAME, 2);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("CLP-01: a closed port is not found")
  void notFound() {
    server.close();
    FilterPortException failure = Failures.failure(world::link);
    assertThat(failure.status()).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    assertThat(failure.hresult().value()).isEqualTo(0x80070002);
  }

  @Test
  @DisplayName("CLP-02: connections of a closed port work on, both ways, to their end")
  void connectionsStay() {
    Link link = world.link();
    server.close();
    Get get = link.get();
    var sender = link.asking("x", Buffers.allocate(4), Link.LONG);
    get.reply("fine");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    link.port().send(Buffers.utf8("x"), null);
    link.hangUp();
    assertThat(world.trace)
        .containsExactly("connect", "message", "answered", "disconnect", "disconnected");
  }

  @Test
  @DisplayName("CLP-02: the snapshot shows a closed port until its last connection is over")
  void shownUntilTheEnd() {
    Link link = world.link();
    server.close();
    var port = world.manager.snapshot().filters().getFirst().ports().getFirst();
    assertThat(port.listening()).isFalse();
    assertThat(port.connections()).hasSize(1);
    link.hangUp();
    assertThat(world.manager.snapshot().filters().getFirst().ports()).isEmpty();
  }

  @Test
  @DisplayName("CLP-03: a connect that is in its callback ends as that decides")
  void connectUnderWay() {
    Gate accepting = new Gate();
    world.onConnect = request -> accepting.hold(NtStatus.SUCCESS);
    Background<Link> accepted = Background.of(world::link);
    accepting.awaitHeld(1);
    Gate refusing = new Gate();
    world.onConnect = request -> refusing.hold(NtStatus.UNSUCCESSFUL);
    Background<NtStatus> refused = Background.of(() -> Failures.status(world::link));
    refusing.awaitHeld(1);
    server.close();
    accepting.open();
    Link link = new Link(world, accepted.result().port(), world.clients.getFirst());
    link.port().send(Buffers.utf8("x"), null);
    Get get = link.get();
    assertThat(link.tell("y", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("y");
    refusing.open();
    assertThat(refused.result()).isEqualTo(NtStatus.UNSUCCESSFUL);
    world.awaitQuiet();
  }

  @Test
  @DisplayName("CLP-04: of those who connect meanwhile, nobody gets a callback any more")
  void noCallbackAfterwards() {
    world.onConnect = request -> NtStatus.UNSUCCESSFUL;
    for (int i = 0; i < 4; i++) {
      ServerPort port = i == 0 ? server : world.createPort(World.NAME, 2);
      long before = world.count("connect");
      Background<NtStatus> first = Background.of(this::connectUntilGone);
      Background<NtStatus> second = Background.of(this::connectUntilGone);
      Waits.until(() -> world.count("connect") > before + 3);
      port.close();
      long begun = world.count("connect");
      assertThat(first.result()).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
      assertThat(second.result()).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
      // each thread may have had one under way
      assertThat(world.count("connect")).isLessThanOrEqualTo(begun + 2);
    }
  }

  /** The port's lock keeps it, after it has found the name and before it has a seat. */
  @Test
  @DisplayName("CLP-04: who had found the name when the port was closed does not enter it")
  void foundTheNameBefore() {
    Background<NtStatus> connecting;
    synchronized (server) {
      connecting = Background.of(() -> Failures.status(world::link));
      Waits.until(this::isWaitedFor);
      server.close();
    }
    assertThat(connecting.result()).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    assertThat(world.count("connect")).isZero();
  }

  private boolean isWaitedFor() {
    int lock = System.identityHashCode(server);
    return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
        .map(ThreadInfo::getLockInfo)
        .anyMatch(info -> info != null && info.getIdentityHashCode() == lock);
  }

  private NtStatus connectUntilGone() {
    NtStatus status = NtStatus.UNSUCCESSFUL;
    while (status.equals(NtStatus.UNSUCCESSFUL)) {
      status = Failures.status(world::link);
    }
    return status;
  }

  @Test
  @DisplayName("CLP-05, CLP-07, CLP-08: a second close does nothing, and neither runs a callback")
  void twice() {
    Link link = world.link();
    server.close();
    server.close();
    assertThat(server.name()).hasToString(World.NAME);
    assertThat(world.trace).containsExactly("connect");
    assertThat(link.client().isConnected()).isTrue();
    ServerPort next = world.createPort(World.NAME, 1);
    server.close();
    world.link();
    next.close();
  }

  @Test
  @DisplayName("CLP-06, NAM-10: the name is free at once, old and new connections both work")
  void nameIsFree() {
    Link old = world.link();
    server.close();
    ServerPort next = world.createPort(World.NAME, 1);
    Link fresh = world.link();
    Get oldGet = old.get();
    Get freshGet = fresh.get();
    old.tell("old", Timeout.poll());
    fresh.tell("fresh", Timeout.poll());
    assertThat(oldGet.text()).isEqualTo("old");
    assertThat(freshGet.text()).isEqualTo("fresh");
    server.close();
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    next.close();
  }
}
