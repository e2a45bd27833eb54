package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** MaxConnections. */
@EachWorld
class SeatTest {
  private static final int THREADS = 4;

  private final World world;

  SeatTest(WorldKind kind) {
    world = new World(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void assertFull(String name) {
    FilterPortException failure = Failures.failure(() -> world.connect(name));
    assertThat(failure.status()).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    assertThat(failure.hresult().value()).isEqualTo(0x800704D6);
  }

  /** Between processes a seat is free soon after the close, not at once (HND-07). */
  private void closeAndAwaitSeat(FilterPort port, int taken) {
    port.close();
    Waits.until(() -> world.seatsTaken() == taken);
  }

  @Test
  @DisplayName("CON-08: the last seat is had, those beyond are refused without a callback")
  void seats() {
    for (int seats = 1; seats <= 3; seats++) {
      String name = "\\Port" + seats;
      world.createPort(name, seats);
      for (int i = 0; i < seats; i++) {
        world.connect(name);
      }
      assertFull(name);
      assertFull(name);
    }
    assertThat(world.count("connect")).isEqualTo(1 + 2 + 3);
  }

  @Test
  @DisplayName("CON-08: a refusal for want of a seat says who holds them")
  void whoSits() {
    world.createPort(World.NAME, 1);
    world.link();
    assertThat(Failures.failure(world::link).advice())
        .contains("1 connection allowed, held by pid " + world.clientPid());
  }

  @Test
  @DisplayName("CON-09: a seat is taken before the callback and given back at its refusal")
  void seatDuringCallback() {
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
    assertThat(world.seatsTaken()).isEqualTo(1);
    assertFull(World.NAME);
    goOn.countDown();
    assertThat(refused.result()).isEqualTo(NtStatus.UNSUCCESSFUL);
    world.onConnect = request -> NtStatus.SUCCESS;
    world.link();
  }

  @Test
  @DisplayName("CON-09: after a refusal the only seat is free when the client knows")
  void seatAfterRefusal() {
    world.createPort(World.NAME, 1);
    for (int i = 0; i < 20; i++) {
      world.onConnect = request -> NtStatus.ACCESS_DENIED;
      assertThat(Failures.status(world::link)).isEqualTo(NtStatus.ACCESS_DENIED);
      world.onConnect = request -> NtStatus.SUCCESS;
      closeAndAwaitSeat(world.link().port(), 0);
    }
  }

  @Test
  @DisplayName("CON-09: of those who race for the last seat exactly one enters the callback")
  void raceForTheLastSeat() {
    world.createPort(World.NAME, 2);
    world.link();
    for (int round = 1; round <= 25; round++) {
      List<FilterPort> connected = new ArrayList<>();
      for (Background<FilterPort> racer : race(() -> connectOrNull(World.NAME))) {
        FilterPort port = racer.result();
        if (port != null) {
          connected.add(port);
        }
      }
      assertThat(connected).hasSize(1);
      assertThat(world.count("connect")).isEqualTo(1 + round);
      closeAndAwaitSeat(connected.getFirst(), 1);
    }
  }

  private static <T> List<Background<T>> race(Callable<T> call) {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Background<T>> racers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      racers.add(
          Background.of(
              () -> {
                Waits.at(start);
                return call.call();
              }));
    }
    return racers;
  }

  /** Null for want of a seat. */
  private FilterPort connectOrNull(String name) {
    try {
      return world.connect(name);
    } catch (FilterPortException e) {
      assertThat(e.status()).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
      return null;
    }
  }

  @Test
  @DisplayName("CON-09: with one seat no two callbacks run at once, also when they refuse")
  void neverTwoInside() {
    world.createPort(World.NAME, 1);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    world.onConnect =
        request -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          Thread.onSpinWait();
          inside.decrementAndGet();
          return NtStatus.UNSUCCESSFUL;
        };
    List<Background<Integer>> racers = race(this::refusals);
    int refused = racers.stream().mapToInt(Background::result).sum();
    assertThat(most).hasValue(1);
    assertThat(world.count("connect")).isEqualTo(refused);
    assertThat(refused).isPositive();
    assertThat(world.seatsTaken()).isZero();
  }

  /** {@return how many of some connects the filter refused; the others had no seat} */
  private int refusals() {
    int refused = 0;
    for (int i = 0; i < 25; i++) {
      NtStatus status = Failures.status(() -> world.connect(World.NAME));
      assertThat(status).isIn(NtStatus.UNSUCCESSFUL, NtStatus.CONNECTION_COUNT_LIMIT);
      refused += status.equals(NtStatus.UNSUCCESSFUL) ? 1 : 0;
    }
    return refused;
  }

  @Test
  @DisplayName("CON-10: seats of several ports of one filter are counted apart")
  void seatsOfEachPort() {
    world.createPort("\\A", 1);
    world.createPort("\\B", 2);
    world.connect("\\A");
    assertFull("\\A");
    world.connect("\\B");
    world.connect("\\B");
    assertFull("\\B");
  }
}
