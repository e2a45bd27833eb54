package io.filterport.verify.conformance.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.conformance.samples.ScannerFilter.Scan;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Seed;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The protocol of Microsoft's scanner sample: ten gets, two workers, a verdict of one byte. */
@EachWorld
class ScannerTest {
  private static final Scan NO_CLIENT =
      new Scan(true, new SendResult(Outcome.DISCONNECTED, NtStatus.PORT_DISCONNECTED, 0));
  private static final SendResult ANSWERED = new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 1);

  @RegisterExtension final Seed seed = Seed.ofTest();

  private final World world;
  private final ScannerFilter filter;
  private final List<RunningService> services = new ArrayList<>();

  ScannerTest(WorldKind kind) {
    world = new World(kind);
    filter = new ScannerFilter(world.manager);
  }

  @AfterEach
  void close() {
    services.forEach(RunningService::close);
    world.close();
  }

  private RunningService start(Class<? extends SampleService> program) {
    RunningService service = RunningService.prepare(world, program);
    services.add(service);
    service.begin();
    assertThat(service.hear()).isEqualTo("ready");
    return service;
  }

  private static void hold(RunningService service) {
    service.say("hold");
    assertThat(service.hear()).isEqualTo("holding");
  }

  private void unload() {
    world.manager.unload(ScannerFilter.NAME, false);
  }

  @Test
  @DisplayName(
      "LAY-01, LAY-02, LAY-09: 1032 bytes are told, 1048 are got, 17 are replied, 24 by mistake")
  void sizes() {
    assertThat(ScannerMessages.NOTIFICATION.size()).isEqualTo(1032);
    assertThat(ScannerMessages.RECEIVED.size()).isEqualTo(1048);
    assertThat(ScannerMessages.REPLY.size()).isEqualTo(17);
    assertThat(ScannerMessages.REPLY.toCHeader())
        .contains("sizeof(REPLY) == " + PaddedScannerService.SIZEOF);
  }

  @Test
  @DisplayName(
      "GET-13, GET-21, KSM-10, KSM-49, UNL-02, UNL-03: 64 threads ask through 10 gets until the"
          + " unload, each answered once")
  void runs() {
    RunningService service = start(ScannerService.class);
    List<Background<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String name = "file " + i;
      threads.add(Background.run(() -> scanTwenty(name)));
    }
    threads.forEach(Background::result);
    unload();
    assertThat(service.hear())
        .isEqualTo(
            "answered 1280, distinct 1280, late 0, truncated 0,"
                + " ended by [E_HANDLE (0x80070006)]");
    service.awaitEnd();
    assertThat(filter.disconnects).hasValue(1);
    assertThat(filter.scan("x")).isEqualTo(NO_CLIENT);
    assertThat(Failures.failure(() -> world.connect(ScannerMessages.PORT)).hresult().value())
        .isEqualTo(0x80070002);
  }

  private void scanTwenty(String name) {
    for (int i = 0; i < 20; i++) {
      boolean foul = i % 3 == 0;
      Scan scan = filter.scan(name + (foul ? " is foul " : " is fair ") + i);
      assertThat(scan).isEqualTo(new Scan(!foul, ANSWERED));
    }
  }

  @Test
  @DisplayName("KSM-02: without a client everything is safe at once, whatever the timeout")
  void nobody() {
    assertThat(filter.scan("foul")).isEqualTo(NO_CLIENT);
    world.connect(ScannerMessages.PORT).close();
    Waits.until(() -> filter.disconnects.get() == 1);
    assertThat(filter.scan("foul")).isEqualTo(NO_CLIENT);
  }

  @Test
  @DisplayName("CON-08, DIS-13: one client, and after its disconnect callback the next")
  void oneSeat() {
    RunningService service = start(ScannerService.class);
    assertThat(Failures.failure(() -> world.connect("\\scannerport")).hresult().value())
        .isEqualTo(0x800704D6);
    assertThat(filter.connects).hasValue(1);
    service.kill();
    Seats.awaitFree(world.manager, ScannerFilter.NAME);
    assertThat(filter.disconnects).hasValue(1);
    start(ScannerService.class);
    assertThat(filter.scan("foul")).isEqualTo(new Scan(false, ANSWERED));
  }

  @Test
  @DisplayName("USM-04: the port takes no messages of its client, 0x80070001")
  void oneWay() {
    try (var port = world.connect(ScannerMessages.PORT)) {
      assertThat(Failures.failure(() -> port.send(Buffers.utf8("x"), null)).hresult().value())
          .isEqualTo(0x80070001);
    }
  }

  @Test
  @DisplayName("KSM-44, RPL-05, KSM-36: late replies are counted, and the workers go on")
  void lateReplies() {
    RunningService service = start(ScannerService.class);
    hold(service);
    List<Background<Scan>> askers = new ArrayList<>();
    for (int i = 0; i < ScannerService.THREADS; i++) {
      askers.add(Background.of(() -> filter.scan("foul", Link.LONG)));
      assertThat(service.hear()).isEqualTo("held");
    }
    Background<Scan> third = Background.of(() -> filter.scan("foul")).untilBlocked();
    askers.forEach(asker -> asker.thread.interrupt());
    for (Background<Scan> asker : askers) {
      assertThat(asker.result().result().outcome()).isEqualTo(Outcome.INTERRUPTED);
      assertThat(asker.result().mayOpen()).isTrue();
    }
    service.say("go");
    assertThat(service.hear()).isEqualTo("going");
    assertThat(third.result()).isEqualTo(new Scan(false, ANSWERED));
    unload();
    assertThat(service.hear())
        .isEqualTo("answered 1, distinct 3, late 2, truncated 0, ended by [E_HANDLE (0x80070006)]");
  }

  @Test
  @DisplayName(
      "GET-11, KSM-39: beside two scans that take long eight gets are outstanding, no more")
  void tenGets() {
    RunningService service = start(ScannerService.class);
    hold(service);
    List<Background<Scan>> askers = new ArrayList<>();
    for (int i = 0; i < ScannerService.THREADS; i++) {
      askers.add(Background.of(() -> filter.scan("foul", Link.LONG)));
      assertThat(service.hear()).isEqualTo("held");
    }
    int free = ScannerService.THREADS * (ScannerService.REQUESTS - 1);
    assertThat(free).isEqualTo(8);
    for (int i = 0; i < free; i++) {
      assertThat(poll()).isEqualTo(Outcome.TIMEOUT_NO_REPLY);
    }
    assertThat(poll()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    service.say("go");
    assertThat(service.hear()).isEqualTo("going");
    askers.forEach(asker -> assertThat(asker.result()).isEqualTo(new Scan(false, ANSWERED)));
  }

  private Outcome poll() {
    return filter.scan("fair", Timeout.poll()).result().outcome();
  }

  @Test
  @DisplayName("KSM-44: a verdict that takes too long is none, and the content is taken to be safe")
  void timeout() {
    RunningService service = start(ScannerService.class);
    hold(service);
    Scan scan = filter.scan("foul", Link.SOON);
    assertThat(scan.mayOpen()).isTrue();
    assertThat(scan.result().isTimeout()).isTrue();
    assertThat(service.hear()).isEqualTo("held");
    service.say("go");
    assertThat(service.hear()).isEqualTo("going");
    assertThat(filter.scan("foul")).isEqualTo(new Scan(false, ANSWERED));
  }

  @Test
  @DisplayName("LAY-09, RPL-09, KSM-33: with padding there is no verdict, and both ends are told")
  void padding() {
    RunningService service = start(PaddedScannerService.class);
    Scan scan = filter.scan("foul");
    assertThat(scan.mayOpen()).isTrue();
    assertThat(scan.result())
        .isEqualTo(new SendResult(Outcome.REPLY_TRUNCATED, NtStatus.BUFFER_OVERFLOW, 1));
    unload();
    assertThat(service.hear())
        .isEqualTo("answered 0, distinct 1, late 0, truncated 1, ended by [E_HANDLE (0x80070006)]");
  }

  @Test
  @org.junit.jupiter.api.Timeout(180)
  @DisplayName("KSM-48, DIS-05, DIS-13: whoever asks when the client dies is told, once each")
  void killed() {
    AtomicInteger answers = new AtomicInteger();
    Kills kills = new Kills(world, ScannerService.class, seed);
    kills.play(
        service -> {
          assertThat(service.hear()).isEqualTo("ready");
          int before = filter.disconnects.get();
          List<Background<Integer>> askers = new ArrayList<>();
          for (int i = 0; i < 16; i++) {
            askers.add(Background.of(() -> scanOn(answers)));
          }
          kills.kill(service, answers::get, 300);
          askers.forEach(asker -> assertThat(asker.result()).isEqualTo(1));
          Seats.awaitFree(world.manager, ScannerFilter.NAME);
          assertThat(filter.disconnects).hasValue(before + 1);
        });
    assertThat(filter.connects).hasValue(Kills.ROUNDS);
    assertThat(filter.disconnects).hasValue(Kills.ROUNDS);
  }

  /** Scans until it is told that the client has gone. */
  private int scanOn(AtomicInteger answers) {
    for (int i = 0; ; i++) {
      boolean foul = i % 2 == 0;
      Scan scan = filter.scan(foul ? "foul" : "fair");
      if (scan.isDisconnected()) {
        assertThat(scan).isEqualTo(NO_CLIENT);
        return 1;
      }
      assertThat(scan).isEqualTo(new Scan(!foul, ANSWERED));
      answers.incrementAndGet();
    }
  }
}
