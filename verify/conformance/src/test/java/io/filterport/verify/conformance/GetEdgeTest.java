package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.service.PortAccess;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FilterGetMessage at its edges: what is refused, who is next, what comes last. */
@EachWorld
class GetEdgeTest {
  private static final int SLOTS = 64;

  private final WorldKind kind;
  private final World world;
  private final Link link;

  GetEdgeTest(WorldKind kind) {
    this.kind = kind;
    world = World.withPort(kind, 2);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  // ---- refused

  @Test
  @DisplayName("GET-01: a missing buffer is refused, nothing is queued")
  void missingBuffer() {
    Overlapped overlapped = world.overlapped();
    FilterPortException failure = Failures.failure(() -> link.port().getMessage(null));
    assertThat(failure.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(failure.hresult().value()).isEqualTo(0x80070057);
    assertThat(Failures.status(() -> link.port().getMessage(null, overlapped)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(link.tell("", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    link.port().getMessage(Buffers.allocate(64), overlapped);
    assertThat(link.tell("", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("GET-04: a closed handle is closed, whatever access it had")
  void closedBeforeAccess() {
    FilterPort writer = link.port().duplicate(PortAccess.WRITE);
    assertThat(Failures.status(() -> writer.getMessage(Buffers.allocate(64))))
        .isEqualTo(NtStatus.ACCESS_DENIED);
    writer.close();
    assertThat(Failures.status(() -> writer.getMessage(Buffers.allocate(64))))
        .isEqualTo(NtStatus.INVALID_HANDLE);
  }

  @Test
  @DisplayName("GET-08, GET-03: a get that is refused leaves the event set, and the former result")
  void refusedGetResetsNothing() {
    Get get = link.get();
    link.tell("x", Timeout.poll());
    assertThat(get.text()).isEqualTo("x");
    MemorySegment readOnly = Buffers.allocate(64).asReadOnly();
    assertThat(Failures.status(() -> link.port().getMessage(readOnly, get.overlapped)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    assertFormerResult(get.overlapped);
    link.closeByFilter();
    assertThat(Failures.status(() -> link.port().getMessage(get.buffer, get.overlapped)))
        .isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertFormerResult(get.overlapped);
  }

  private static void assertFormerResult(Overlapped overlapped) {
    assertThat(overlapped.isComplete()).isTrue();
    assertThat(overlapped.status()).isEqualTo(NtStatus.SUCCESS);
    assertThat(overlapped.result()).isEqualTo(17);
  }

  @Test
  @DisplayName("GET-03: a get right after the filter's close is refused, or completes once as over")
  void rightAfterTheClose() {
    CompletionPort packets = world.completionPort();
    for (int i = 0; i < 20; i++) {
      Link next = world.link();
      packets.associate(next.port(), i);
      Overlapped overlapped = world.overlapped();
      next.client().close();
      if (isAccepted(next, overlapped)) {
        Completion end = packets.get(Link.LONG);
        assertThat(end.key()).isEqualTo(i);
        assertThat(end.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
        assertThat(overlapped.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
      }
      Waits.until(() -> !next.port().isConnected());
      assertThat(isAccepted(next, world.overlapped())).isFalse();
      next.port().close();
      assertThat(packets.get(Timeout.poll())).isNull();
    }
    packets.close();
  }

  private static boolean isAccepted(Link link, Overlapped overlapped) {
    try {
      link.port().getMessage(Buffers.allocate(64), overlapped);
      return true;
    } catch (FilterPortException e) {
      assertThat(e.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
      return false;
    }
  }

  @Test
  @DisplayName("GET-09: of two threads that use one OVERLAPPED at once, one gets")
  void usedTwiceAtOnce() {
    for (int i = 0; i < (kind == WorldKind.EMBEDDED ? 300 : 40); i++) {
      Overlapped overlapped = world.overlapped();
      Background<Boolean> other = Background.of(() -> isAccepted(overlapped));
      boolean mine = isAccepted(overlapped);
      assertThat(other.result()).isNotEqualTo(mine);
      assertThat(link.tell("x", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
      assertThat(link.tell("y", Timeout.poll()).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
      assertThat(overlapped.result()).isEqualTo(17);
    }
  }

  private boolean isAccepted(Overlapped overlapped) {
    try {
      link.port().getMessage(Buffers.allocate(64), overlapped);
      return true;
    } catch (FilterPortException e) {
      assertThat(e.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
      return false;
    }
  }

  // ---- in line

  @Test
  @DisplayName("GET-11, GET-29: of those beyond the slots a cancelled one is passed over")
  void cancelledInLine() {
    List<Get> gets = new ArrayList<>();
    for (int i = 0; i < SLOTS + 3; i++) {
      gets.add(link.get());
    }
    assertThat(link.port().cancel(gets.get(SLOTS).overlapped)).isTrue();
    Background<Get> last = Background.of(() -> gets.getLast().await());
    for (int i = 0; i < SLOTS + 2; i++) {
      assertThat(link.tell("message " + i, Link.LONG).outcome()).isEqualTo(Outcome.DELIVERED);
    }
    last.result();
    assertThat(gets.get(SLOTS - 1).text()).isEqualTo("message 63");
    assertThat(gets.get(SLOTS).status()).isEqualTo(NtStatus.CANCELLED);
    assertThat(gets.get(SLOTS + 1).text()).isEqualTo("message 64");
    assertThat(gets.get(SLOTS + 2).text()).isEqualTo("message 65");
  }

  @Test
  @DisplayName("GET-29, GET-33: cancelling through one handle ends the blocked get of another")
  void cancelsThroughAnotherHandle() {
    FilterPort copy = link.port().duplicate();
    Background<NtStatus> blocked =
        Background.of(() -> Failures.status(() -> copy.getMessage(Buffers.allocate(64))))
            .untilBlocked();
    assertThat(link.port().cancelAll()).isTrue();
    assertThat(blocked.result()).isEqualTo(NtStatus.CANCELLED);
    assertThat(copy.isConnected()).isTrue();
  }

  // ---- completion ports

  @Test
  @DisplayName("GET-27: a closed completion port is 0x800702DF to its workers, and no other one is")
  void abandoned() {
    CompletionPort closed = world.completionPort();
    CompletionPort open = world.completionPort();
    open.associate(link.port(), 1);
    Background<Completion> worker =
        Background.of(() -> open.get(Timeout.infinite())).untilBlocked();
    closed.close();
    assertThat(Failures.failure(() -> closed.get(Timeout.poll())).hresult().value())
        .isEqualTo(0x800702DF);
    assertThat(worker.isDone()).isFalse();
    Get get = link.get();
    link.tell("x", Timeout.poll());
    assertThat(worker.result().overlapped()).isSameAs(get.overlapped);
  }

  @Test
  @DisplayName(
      "GET-28: what was delivered before the service's own close comes first, and is whole")
  void deliveredBeforeOwnClose() {
    CompletionPort queue = world.completionPort();
    queue.associate(link.port(), 1);
    Get delivered = link.get();
    Get outstanding = link.get();
    link.tell("x", Timeout.poll());
    link.port().close();
    assertThat(queue.get(Link.LONG))
        .isEqualTo(new Completion(1, delivered.overlapped, NtStatus.SUCCESS, 17));
    assertThat(delivered.text()).isEqualTo("x");
    assertThat(queue.get(Link.LONG))
        .isEqualTo(new Completion(1, outstanding.overlapped, NtStatus.PORT_DISCONNECTED, 0));
    assertThat(queue.get(Timeout.poll())).isNull();
  }
}
