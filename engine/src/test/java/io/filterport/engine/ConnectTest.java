package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.Link.Get;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.security.SecurityDescriptor;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * FltCreateCommunicationPort and FilterConnectCommunicationPort: what is checked, in which order.
 */
class ConnectTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private NtStatus connect(String name, MemorySegment context) {
    return Failures.status(
        () -> FilterPort.connect(world.space, name, ConnectOptions.withContext(context)));
  }

  private NtStatus create(PortAttributes attributes, PortCallbacks callbacks, int seats) {
    return Failures.status(
        () -> world.filter.createCommunicationPort(attributes, callbacks, seats));
  }

  @Test
  @DisplayName("CCP-01: seats, flag, teardown, name: the first failure wins")
  void orderOfCreate() {
    world.createPort("\\Taken", 1);
    PortAttributes bad = PortAttributes.named("bad name").withFlags(0);
    assertThat(create(bad, world.callbacks(), 0)).isEqualTo(NtStatus.INVALID_PARAMETER);
    PortAttributes takenWithoutFlag = PortAttributes.named("\\Taken").withFlags(0);
    assertThat(create(takenWithoutFlag, world.callbacks(), 1))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(PortAttributes.named("\\Taken"), world.callbacks(), 1))
        .isEqualTo(NtStatus.OBJECT_NAME_COLLISION);
    world.filter.unregister();
    assertThat(create(PortAttributes.named("bad name"), world.callbacks(), 1))
        .isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    assertThat(create(bad, world.callbacks(), 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
  }

  @Test
  @DisplayName("CCP-02, CCP-03, CCP-05: seats below one, no kernel handle, a link: invalid")
  void invalidArguments() {
    PortAttributes good = PortAttributes.named(World.NAME);
    assertThat(create(good, world.callbacks(), 0)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(good, world.callbacks(), -1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    for (int flags :
        new int[] {
          0,
          PortAttributes.OBJ_CASE_INSENSITIVE,
          PortAttributes.OBJ_KERNEL_HANDLE | PortAttributes.OBJ_OPENLINK
        }) {
      assertThat(create(good.withFlags(flags), world.callbacks(), 1))
          .isEqualTo(NtStatus.INVALID_PARAMETER);
    }
  }

  @Test
  @DisplayName("CCP-04: missing attributes or callbacks are an invalid parameter")
  void missingArguments() {
    PortAttributes good = PortAttributes.named(World.NAME);
    assertThat(create(null, world.callbacks(), 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(good, null, 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(good, PortCallbacks.of(null, cookie -> {}), 1))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(create(good, PortCallbacks.of(request -> NtStatus.SUCCESS, null), 1))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
  }

  @Test
  @DisplayName("CCP-06: after a failure the name is free")
  void nothingRemains() {
    Failures.failure(() -> world.createPort(World.NAME, 0));
    world.createPort(World.NAME, 1);
    world.link();
  }

  @Test
  @DisplayName("CCP-08, CNF-04, REG-02: each port's cookie reaches its connect callback")
  void serverPortCookies() {
    AtomicReference<Object> seen = new AtomicReference<>();
    world.onConnect =
        request -> {
          seen.set(request.serverPortCookie());
          return NtStatus.SUCCESS;
        };
    Object cookie = new Object();
    world.filter.createCommunicationPort(
        PortAttributes.named("\\A"), world.callbacks().withCookie(cookie), 1);
    world.createPort("\\B", 1);
    world.link("\\A");
    assertThat(seen.get()).isSameAs(cookie);
    world.link("\\B");
    assertThat(seen.get()).isNull();
  }

  @Test
  @DisplayName("CON-01: descriptor before seats, seats before the callback")
  void orderOfConnect() {
    world.createPort(World.NAME, 1);
    world.link();
    world.onConnect = request -> NtStatus.ACCESS_DENIED;
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    assertThat(world.count("connect")).isEqualTo(1);
    world.filter.createCommunicationPort(
        PortAttributes.named("\\Closed")
            .withSecurityDescriptor(SecurityDescriptor.parse("D:(D;;0x1;;;WD)(A;;0x1;;;SY)")),
        world.callbacks(),
        1);
    assertThat(Failures.status(() -> world.link("\\Closed"))).isEqualTo(NtStatus.ACCESS_DENIED);
    assertThat(world.count("connect")).isEqualTo(1);
  }

  @Test
  @DisplayName("CON-02, CON-04: an empty context is refused before any lookup, as is one too large")
  void contextSizes() {
    assertThat(connect("\\Missing", Buffers.allocate(0))).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(connect("\\Missing", Buffers.allocate(65536))).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(connect("\\Missing", Buffers.allocate(65512))).isEqualTo(NtStatus.INTEGER_OVERFLOW);
    assertThat(connect("\\Missing", Buffers.allocate(65511)))
        .isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
  }

  @Test
  @DisplayName("CON-04, CON-05, CNF-05: the context arrives whole, as a copy that dies")
  void contextIsCopied() {
    world.createPort(World.NAME, 1);
    MemorySegment context = Buffers.allocate(65511);
    context.fill((byte) 3);
    AtomicReference<MemorySegment> stashed = new AtomicReference<>();
    world.onConnect =
        request -> {
          context.fill((byte) 4);
          stashed.set(request.context());
          assertThat(Buffers.bytes(request.context())).hasSize(65511).containsOnly(3);
          assertThat(request.context().isReadOnly()).isTrue();
          return NtStatus.SUCCESS;
        };
    FilterPort.connect(world.space, World.NAME, ConnectOptions.withContext(context));
    assertThat(stashed.get().scope().isAlive()).isFalse();
  }

  @Test
  @DisplayName("CNF-06: without a context the callback sees an empty one")
  void noContext() {
    world.createPort(World.NAME, 1);
    world.onConnect =
        request -> request.context().byteSize() == 0 ? NtStatus.SUCCESS : NtStatus.UNSUCCESSFUL;
    world.link();
  }

  @Test
  @DisplayName("CON-06, CON-07: a missing port is not found, at once")
  void missingPort() {
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
  }

  @Test
  @DisplayName("CON-08: seats are limited, and the callback does not run for those beyond")
  void seats() {
    world.createPort(World.NAME, 2);
    world.link();
    Link second = world.link();
    var failure = Failures.failure(world::link);
    assertThat(failure.status()).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    assertThat(failure.hresult().value()).isEqualTo(0x800704D6);
    assertThat(world.count("connect")).isEqualTo(2);
    second.port().close();
    world.link();
  }

  @Test
  @DisplayName("CON-09: a seat is taken before the callback and given back at its refusal")
  void seatDuringCallback() throws Exception {
    world.createPort(World.NAME, 1);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.onConnect =
        request -> {
          inside.countDown();
          Waits.on(goOn);
          return NtStatus.UNSUCCESSFUL;
        };
    Background<NtStatus> refused = Background.of(() -> Failures.status(world::link));
    Waits.on(inside);
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    goOn.countDown();
    assertThat(refused.result()).isEqualTo(NtStatus.UNSUCCESSFUL);
    world.onConnect = request -> NtStatus.SUCCESS;
    world.link();
  }

  @Test
  @DisplayName("CON-10, CON-18: connections and seats of each port are independent")
  void independent() {
    world.createPort("\\A", 1);
    world.createPort("\\B", 2);
    Link a = world.link("\\A");
    Link b = world.link("\\B");
    Link c = world.link("\\B");
    Get getA = a.get();
    Get getC = c.get();
    b.get();
    assertThat(b.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(getA.isDone()).isFalse();
    assertThat(getC.isDone()).isFalse();
  }

  @Test
  @DisplayName("CON-11: a refusal's status comes through, and no disconnect callback follows")
  void refusal() {
    world.createPort(World.NAME, 1);
    for (NtStatus status :
        List.of(
            NtStatus.UNSUCCESSFUL,
            NtStatus.ACCESS_DENIED,
            NtStatus.BUFFER_OVERFLOW,
            NtStatus.INVALID_PARAMETER_3)) {
      world.onConnect = request -> status;
      assertThat(Failures.status(world::link)).isEqualTo(status);
    }
    assertThat(world.count("disconnect")).isZero();
    assertThat(world.seatsTaken()).isZero();
  }

  @Test
  @DisplayName("CON-12, CNF-09: any success status accepts")
  void anySuccess() {
    world.createPort(World.NAME, 3);
    for (int status : new int[] {0, 1, 0x40000000}) {
      world.onConnect = request -> new NtStatus(status);
      assertThat(world.link().port().isConnected()).isTrue();
    }
  }

  @Test
  @DisplayName("CON-20: a message sent before connect has returned is delivered at the first get")
  void sentEarly() {
    world.createPort(World.NAME, 1);
    AtomicReference<Background<?>> sender = new AtomicReference<>();
    world.onConnect =
        request -> {
          var client = request.clientPort();
          sender.set(
              Background.of(() -> client.send(Buffers.utf8("early"), null, Link.LONG))
                  .untilBlocked());
          return NtStatus.SUCCESS;
        };
    assertThat(world.link().get().text()).isEqualTo("early");
    assertThatCode(() -> sender.get().result()).doesNotThrowAnyException();
  }
}
