package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a service sees of the statuses that callbacks return. */
@EachWorld
class StatusTest {
  private final World world;
  private final Link link;

  StatusTest(WorldKind kind) {
    world = World.withPort(kind, 1);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private FilterPortException send(int status, int length, int room) {
    world.onMessage =
        (cookie, call) -> {
          call.setReturnLength(length);
          return new NtStatus(status);
        };
    MemorySegment output = room == 0 ? null : Buffers.allocate(room);
    return Failures.failure(() -> link.port().send(Buffers.utf8("x"), output));
  }

  @Test
  @DisplayName("ERR-01: status zero alone is S_OK, and is no exception")
  void zero() {
    world.onMessage = (cookie, call) -> new NtStatus(0);
    assertThat(link.port().send(Buffers.utf8("x"), null)).isZero();
  }

  @Test
  @DisplayName(
      "ERR-01, ERR-02, ERR-03, ERR-04, ERR-05, ERR-06: every other status arrives as it is, with its HRESULT")
  void others() {
    Map<Integer, Integer> hresults =
        Map.of(
            0x00000102, 0x80070102,
            0x00000001, 0x8007013D,
            0x40000000, 0x800702BA,
            0x8000001A, 0x80070103,
            0xC000007F, 0x80070070,
            0xC01C0020, 0x801F0020,
            0x801C0001, 0x8007007A,
            0xC00A0001, 0x80004005,
            0xC000FFFF, 0x8007013D);
    hresults.forEach(
        (status, hresult) -> {
          FilterPortException failure = send(status, 0, 0);
          assertThat(failure.status()).isEqualTo(new NtStatus(status));
          assertThat(failure.hresult().value()).isEqualTo(hresult);
        });
  }

  @Test
  @DisplayName("ERR-01, CON-11: what a connect callback returns is translated likewise")
  void ofConnects() {
    link.port().close();
    Waits.until(() -> world.seatsTaken() == 0);
    Map<Integer, Integer> hresults =
        Map.of(
            0xC0000001, 0x8007001F,
            0x80000005, 0x800700EA,
            0x801C0001, 0x8007007A,
            0xC0000061, 0x80070522,
            0xC01C0010, 0x801F0010,
            0xC00A0001, 0x80004005,
            0xFFFFFFFF, 0x80004005);
    hresults.forEach(
        (status, hresult) -> {
          world.onConnect = request -> new NtStatus(status);
          FilterPortException failure = Failures.failure(world::link);
          assertThat(failure.status()).isEqualTo(new NtStatus(status));
          assertThat(failure.hresult().value()).isEqualTo(hresult);
        });
  }

  @Test
  @DisplayName("ERR-07: a callback's buffer-too-small becomes a warning that brings its length")
  void tooSmall() {
    for (int room : new int[] {0, 39, 40, 64}) {
      FilterPortException failure = send(0xC0000023, 40, room);
      assertThat(failure.status()).isEqualTo(NtStatus.FLT_BUFFER_TOO_SMALL);
      assertThat(failure.hresult().value()).isEqualTo(0x8007007A);
      assertThat(failure.bytes()).isEqualTo(40);
    }
    assertThat(send(0xC0000023, 0, 8).bytes()).isZero();
  }

  @Test
  @DisplayName("ERR-08: bytes come with successes, information and warnings, with errors never")
  void byteCounts() {
    assertThat(send(0x00000102, 5, 8).bytes()).isEqualTo(5);
    assertThat(send(0x40000000, 5, 8).bytes()).isEqualTo(5);
    assertThat(send(0x80000005, 5, 8).bytes()).isEqualTo(5);
    assertThat(send(0xBFFFFFFF, 5, 8).bytes()).isEqualTo(5);
    assertThat(send(0xC0000000, 5, 8).bytes()).isZero();
    assertThat(send(0xC0000022, 5, 8).bytes()).isZero();
  }
}
