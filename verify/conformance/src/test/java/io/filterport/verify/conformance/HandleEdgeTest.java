package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.service.PortAccess;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Handles at their edges: the last one, closed twice, and with less access. */
@EachWorld
class HandleEdgeTest {
  private final World world;
  private final Link link;

  HandleEdgeTest(WorldKind kind) {
    world = World.withPort(kind, 2);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("HND-02, HND-05: the last handle holds the connection, whatever access it has")
  void lastHandle() {
    FilterPort reader = link.port().duplicate(PortAccess.READ);
    FilterPort writer = link.port().duplicate(PortAccess.WRITE);
    Get get = link.get();
    link.port().close();
    reader.close();
    assertThat(world.count("disconnect")).isZero();
    writer.send(Buffers.utf8("x"), null);
    assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("x");
    writer.close();
    Waits.until(() -> world.seatsTaken() == 0);
    assertThat(world.count("disconnect")).isEqualTo(1);
  }

  @Test
  @DisplayName("HND-05: cancelling needs no access")
  void cancelsWithoutAccess() {
    for (PortAccess less : List.of(PortAccess.READ, PortAccess.WRITE)) {
      FilterPort handle = link.port().duplicate(less);
      Get one = link.get();
      assertThat(handle.cancel(one.overlapped)).isTrue();
      assertThat(one.status()).isEqualTo(NtStatus.CANCELLED);
      Get all = link.get();
      assertThat(handle.cancelAll()).isTrue();
      assertThat(all.status()).isEqualTo(NtStatus.CANCELLED);
    }
  }

  @Test
  @DisplayName("HND-09: two threads that close one handle at once have closed one")
  void closedAtOnce() {
    for (int i = 0; i < 50; i++) {
      FilterPort copy = link.port().duplicate();
      CyclicBarrier both = new CyclicBarrier(2);
      Background<Void> first = closing(copy, both);
      Background<Void> second = closing(copy, both);
      first.result();
      second.result();
      link.port().send(Buffers.utf8("x"), null);
    }
    assertThat(world.count("disconnect")).isZero();
    assertThat(world.seatsTaken()).isEqualTo(1);
  }

  private static Background<Void> closing(FilterPort handle, CyclicBarrier start) {
    return Background.run(
        () -> {
          Waits.at(start);
          handle.close();
        });
  }

  @Test
  @DisplayName("HND-01, HND-10: duplicates take no seat and give none back")
  void seats() {
    List<FilterPort> copies =
        List.of(link.port().duplicate(), link.port().duplicate(), link.port().duplicate());
    Link second = world.link();
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    copies.forEach(FilterPort::close);
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
    link.hangUp();
    Link third = world.link();
    for (FilterPort stale : copies) {
      assertThat(Failures.status(() -> stale.send(Buffers.utf8("x"), null)))
          .isEqualTo(NtStatus.INVALID_HANDLE);
    }
    assertThat(world.count("message")).isZero();
    assertThat(second.client().isConnected() && third.client().isConnected()).isTrue();
  }
}
