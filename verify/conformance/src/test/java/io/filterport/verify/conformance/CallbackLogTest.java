package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.filter.FilterRegistration;
import io.filterport.verify.conformance.world.BrokenLog;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Log;
import io.filterport.verify.conformance.world.ManualClock;
import io.filterport.verify.conformance.world.Warnings;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the manager writes of that which clients can make happen again and again. */
@EachWorld
class CallbackLogTest {
  private static final Duration ALMOST = Duration.ofSeconds(1).minusNanos(1);
  private static final Duration NANOSECOND = Duration.ofNanos(1);
  private static final String OTHER = "\\Other";

  private final ManualClock clock = new ManualClock();
  private final World world;
  private final Warnings warnings = new Warnings();

  CallbackLogTest(WorldKind kind) {
    world = new World(kind, clock);
    world.createPort(World.NAME, 4);
    world.createPort(OTHER, 1);
  }

  @AfterEach
  void close() {
    warnings.close();
    world.close();
  }

  private static RuntimeException thrown() {
    return new IllegalStateException("thrown by the test");
  }

  private static void call(Link link) {
    assertThat(Failures.status(() -> link.port().send(Buffers.utf8("x"), null)))
        .isEqualTo(NtStatus.UNSUCCESSFUL);
  }

  @Test
  @DisplayName("MNF-20: a client that makes a callback throw writes a line a second, not a call")
  void messages() {
    Link link = world.link();
    Link other = world.link(OTHER);
    world.onMessage =
        (cookie, call) -> {
          throw thrown();
        };
    for (int i = 0; i < 50; i++) {
      call(link);
    }
    clock.pass(ALMOST);
    call(link);
    call(other);
    String line = "message callback of " + World.NAME + " threw";
    assertThat(warnings.lines()).containsExactly(line, "message callback of \\Other threw");
    clock.pass(NANOSECOND);
    call(link);
    clock.pass(Duration.ofSeconds(1));
    call(link);
    assertThat(warnings.lines().subList(2, 4)).containsExactly(line + " (50 more before it)", line);
  }

  @Test
  @DisplayName(
      "CNF-15, CNF-16, DIS-23: so it is with connects and with disconnects, each by itself")
  void connects() {
    Link first = world.link();
    Link second = world.link();
    world.onConnect = request -> NtStatus.PENDING;
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.UNSUCCESSFUL);
    world.onConnect =
        request -> {
          throw thrown();
        };
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.UNSUCCESSFUL);
    String pending =
        "connect callback of \\Port returned STATUS_PENDING (0x00000103), which is not allowed";
    assertThat(warnings.lines()).containsExactly(pending);
    world.onDisconnect =
        cookie -> {
          throw thrown();
        };
    first.hangUp();
    second.hangUp();
    assertThat(warnings.lines()).containsExactly(pending, "disconnect callback of \\Port threw");
    clock.pass(Duration.ofSeconds(1));
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.UNSUCCESSFUL);
    assertThat(warnings.lines().getLast())
        .isEqualTo("connect callback of \\Port threw (1 more before it)");
  }

  @Test
  @DisplayName("REG-05: and with an unload callback, which is the filter's")
  void unloads() {
    world.manager.register(
        FilterRegistration.named("stays")
            .at("7")
            .onUnload(
                mandatory -> {
                  throw thrown();
                }));
    for (int i = 0; i < 3; i++) {
      assertThat(Failures.status(() -> world.manager.unload("stays", false)))
          .isEqualTo(NtStatus.UNSUCCESSFUL);
    }
    assertThat(warnings.lines()).containsExactly("unload callback of stays threw");
  }

  @Test
  @DisplayName("MNF-20: what the log throws costs neither the answer nor the callback's thread")
  void brokenLog() {
    Link link = world.link();
    world.onMessage =
        (cookie, call) -> {
          throw thrown();
        };
    try (BrokenLog log = new BrokenLog()) {
      call(link);
      assertThat(log.asked()).isEqualTo(1);
    }
    world.onMessage = (cookie, call) -> NtStatus.SUCCESS;
    assertThat(link.port().send(Buffers.utf8("x"), null)).isZero();
  }

  @Test
  @DisplayName("SEC-07: of clients that are refused again and again it writes a line a second")
  void refusals() {
    world.onConnect = request -> NtStatus.ACCESS_DENIED;
    try (Log log = new Log()) {
      for (int i = 0; i < 3; i++) {
        refuse();
      }
      assertThat(log.lines("refused by the filter")).hasSize(1);
      clock.pass(Duration.ofSeconds(1));
      refuse();
      assertThat(log.lines("refused by the filter").getLast()).endsWith("(2 more before it)");
    }
  }

  @Test
  @DisplayName("SEC-07: a client is refused all the same when the log throws")
  void brokenLogRefusal() {
    world.onConnect = request -> NtStatus.ACCESS_DENIED;
    try (BrokenLog log = new BrokenLog()) {
      refuse();
      assertThat(log.asked()).isEqualTo(1);
    }
    world.onConnect = request -> NtStatus.SUCCESS;
    world.link().hangUp();
  }

  private void refuse() {
    assertThat(Failures.status(world::link)).isEqualTo(NtStatus.ACCESS_DENIED);
  }
}
