package io.filterport.verify.conformance.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.samples.AvFilter.Report;
import io.filterport.verify.conformance.samples.AvMessages.Accepted;
import io.filterport.verify.conformance.samples.AvMessages.Command;
import io.filterport.verify.conformance.samples.AvMessages.Finding;
import io.filterport.verify.conformance.samples.AvMessages.Reply;
import io.filterport.verify.conformance.samples.AvMessages.Role;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Seed;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The protocol of Microsoft's avscan sample: three ports, six workers, aborts, a notice. */
@EachWorld
class AvTest {
  private static final SendResult ACCEPTED = new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 4);
  private static final SendResult GONE =
      new SendResult(Outcome.DISCONNECTED, NtStatus.PORT_DISCONNECTED, 0);

  @RegisterExtension final Seed seed = Seed.ofTest();

  private final World world;
  private final List<AutoCloseable> opened = new ArrayList<>();
  @TempDir private Path sections;
  private AvFilter filter;

  AvTest(WorldKind kind) {
    world = new World(kind);
  }

  @BeforeEach
  void open() {
    filter = new AvFilter(world.manager, sections);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    world.close();
  }

  private RunningService start() {
    RunningService service = RunningService.prepare(world, AvService.class);
    opened.add(service);
    service.begin();
    awaitReady(service);
    return service;
  }

  private void awaitReady(RunningService service) {
    service.say(sections.toString());
    assertThat(service.hear()).isEqualTo("ready");
  }

  private static String hearReport(RunningService service) {
    String report = service.hear();
    service.awaitEnd();
    return report;
  }

  private FilterPort connect(Role role) {
    return connect(role, AvMessages.CONTEXT.encode(role.context()));
  }

  private FilterPort connect(Role role, MemorySegment context) {
    FilterPort port = world.connect(role.port, ConnectOptions.withContext(context));
    opened.add(port);
    return port;
  }

  private static MemorySegment command(int command, long scanId) {
    return AvMessages.COMMAND.encode(new Command(command, scanId, 1, 0));
  }

  private static FilterPortException refusal(
      FilterPort port, MemorySegment input, MemorySegment output) {
    return Failures.failure(() -> port.send(input, output));
  }

  @Test
  @DisplayName("LAY-01, LAY-02, LAY-09: the sizes of the messages of both directions")
  void sizes() {
    assertThat(AvMessages.CONTEXT.size()).isEqualTo(4);
    assertThat(AvMessages.NOTIFICATION.size()).isEqualTo(24);
    assertThat(AvMessages.RECEIVED.size()).isEqualTo(40);
    assertThat(AvMessages.REPLY.size()).isEqualTo(20);
    assertThat(AvMessages.COMMAND.size()).isEqualTo(32);
    assertThat(AvMessages.HANDLE.size()).isEqualTo(8);
  }

  @Test
  @DisplayName("GET-29, GET-32, KSM-49, MNF-13: eight threads' scans, and then every get cancelled")
  void runs() {
    RunningService service = start();
    List<Background<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(Background.run(this::scanThirty));
    }
    threads.forEach(Background::result);
    // the last sections are closed before the workers have counted them
    service.say("quit");
    assertThat(hearReport(service))
        .isEqualTo(
            "scans 240, late 0, withdrawn 0, ended by [ERROR_OPERATION_ABORTED (0x800703e3)]");
    Seats.awaitFree(world.manager, AvFilter.NAME);
    assertThat(filter.disconnects).containsExactlyInAnyOrder(Role.SCAN, Role.ABORT);
    assertThat(sections).isEmptyDirectory();
  }

  private void scanThirty() {
    for (int i = 0; i < 30; i++) {
      boolean infected = i % 3 == 0;
      assertThat(filter.scan(infected ? "a virus" : "nothing"))
          .isEqualTo(new Report(infected ? Finding.INFECTED : Finding.CLEAN, ACCEPTED));
    }
  }

  @Test
  @DisplayName("CNF-06, CNF-07, CON-11: a context that is missing or too small is 0x80070057")
  void contexts() {
    FilterPortException missing = Failures.failure(() -> world.connect(Role.SCAN.port));
    FilterPortException small =
        Failures.failure(() -> connect(Role.SCAN, Buffers.allocate(Integer.BYTES - 1)));
    assertThat(List.of(missing, small))
        .allMatch(refusal -> refusal.status().equals(NtStatus.INVALID_PARAMETER_3))
        .allMatch(refusal -> refusal.hresult().value() == 0x80070057);
    assertThat(Seats.taken(world.manager, AvFilter.NAME)).isZero();
    connect(Role.SCAN, Buffers.allocate(Integer.BYTES)).close();
    connect(Role.ABORT, Buffers.allocate(Integer.BYTES + 1)).close();
    Seats.awaitFree(world.manager, AvFilter.NAME);
    assertThat(filter.disconnects).containsExactlyInAnyOrder(Role.SCAN, Role.ABORT);
  }

  @Test
  @DisplayName(
      "CNF-04, CNF-08, DIS-07: the server port's cookie is the role, whatever a context says")
  void roleOfThePort() {
    RunningService service = start();
    MemorySegment lie = AvMessages.CONTEXT.encode(Role.SCAN.context());
    FilterPort liar = connect(Role.QUERY, lie);
    MemorySegment handle = Buffers.allocate(AvMessages.HANDLE.size());
    assertThat(refusal(liar, command(AvMessages.CREATE_SECTION, 1), handle).status())
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    liar.close();
    Waits.until(() -> filter.disconnects.contains(Role.QUERY));
    assertThat(filter.disconnects).containsExactly(Role.QUERY);
    assertThat(filter.scan("a virus")).isEqualTo(new Report(Finding.INFECTED, ACCEPTED));
    service.say("quit");
    service.awaitEnd();
  }

  @Test
  @DisplayName("CON-08: each of the three ports has one seat of its own")
  void seats() {
    for (Role role : Role.values()) {
      FilterPort port = connect(role);
      assertThat(Failures.failure(() -> connect(role)).hresult().value()).isEqualTo(0x800704D6);
      assertThat(port.isConnected()).isTrue();
    }
  }

  @Test
  @DisplayName("KSM-43: nobody takes the scan in time, and nobody sees it later")
  void notDelivered() {
    FilterPort port = connect(Role.SCAN);
    filter.acceptance = Link.SOON;
    Report report = filter.scan("a virus");
    assertThat(report.finding()).isEqualTo(Finding.NONE);
    assertThat(report.asked().outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    assertThat(report.asked().status()).isEqualTo(NtStatus.TIMEOUT);
    Overlapped get = world.overlapped();
    port.getMessage(Buffers.allocate(AvMessages.RECEIVED.size()), get);
    assertThat(port.cancel(get)).isTrue();
    assertThat(get.await(Link.LONG)).isTrue();
    assertThat(get.status().toHResult().value()).isEqualTo(0x800703E3);
    assertThat(filter.aborts).isEmpty();
  }

  @Test
  @DisplayName(
      "KSM-44, KSM-45, RPL-04: a scan accepted too late is gone, 0x801F0020 and 0x80070490")
  void acceptedTooLate() {
    FilterPort port = connect(Role.SCAN);
    MemorySegment buffer = Buffers.allocate(AvMessages.RECEIVED.size());
    Overlapped get = world.overlapped();
    port.getMessage(buffer, get);
    filter.acceptance = Link.SOON;
    Report report = filter.scan("a virus");
    assertThat(report.finding()).isEqualTo(Finding.NONE);
    assertThat(report.asked().outcome()).isEqualTo(Outcome.TIMEOUT_NO_REPLY);
    assertThat(get.await(Link.LONG)).isTrue();
    assertThat(get.result()).isEqualTo(40);
    MemorySegment late = reply(MessageHeader.read(buffer).messageId());
    assertThat(Failures.failure(() -> port.reply(late)).hresult().value()).isEqualTo(0x801F0020);
    long scanId = AvMessages.RECEIVED.read(buffer).notification().scanId();
    MemorySegment handle = Buffers.allocate(AvMessages.HANDLE.size());
    for (int step : List.of(AvMessages.CREATE_SECTION, AvMessages.CLOSE_SECTION)) {
      assertThat(refusal(port, command(step, scanId), handle).hresult().value())
          .isEqualTo(0x80070490);
    }
    assertThat(sections).isEmptyDirectory();
  }

  private static MemorySegment reply(long messageId) {
    return AvMessages.REPLY.encode(
        new Reply(new ReplyHeader(NtStatus.SUCCESS, messageId), new Accepted(1)));
  }

  @Test
  @DisplayName("RPL-05: a worker whose reply comes too late goes on")
  void lateWorker() {
    RunningService service = start();
    service.say("hold");
    assertThat(service.hear()).isEqualTo("holding");
    Background<Report> scan = Background.of(() -> filter.scan("a virus"));
    assertThat(service.hear()).isEqualTo("held");
    scan.thread.interrupt();
    assertThat(scan.result().asked().outcome()).isEqualTo(Outcome.INTERRUPTED);
    service.say("go");
    assertThat(service.hear()).isEqualTo("going");
    assertThat(filter.scan("a virus").finding()).isEqualTo(Finding.INFECTED);
    service.say("quit");
    assertThat(hearReport(service))
        .isEqualTo("scans 1, late 1, withdrawn 0, ended by [ERROR_OPERATION_ABORTED (0x800703e3)]");
  }

  @Test
  @DisplayName("KSM-25: a scan that takes too long is aborted, and its worker goes on")
  void aborted() {
    RunningService service = start();
    filter.completion = Duration.ofMillis(30);
    assertThat(filter.scan(AvMessages.ENDLESS)).isEqualTo(new Report(Finding.ABORTED, ACCEPTED));
    assertThat(filter.aborts)
        .containsExactly(new SendResult(Outcome.DELIVERED, NtStatus.SUCCESS, 0));
    filter.completion = Duration.ofSeconds(20);
    assertThat(filter.scan("a virus").finding()).isEqualTo(Finding.INFECTED);
    service.say("quit");
    assertThat(hearReport(service))
        .isEqualTo("scans 2, late 0, withdrawn 0, ended by [ERROR_OPERATION_ABORTED (0x800703e3)]");
    assertThat(sections).isEmptyDirectory();
  }

  @Test
  @DisplayName(
      "LAY-06, LAY-07, KSM-25, RPL-04: an abort wants no reply, and is no proof of anything")
  void abortUnheeded() {
    FilterPort scans = connect(Role.SCAN);
    FilterPort aborts = connect(Role.ABORT);
    filter.completion = Duration.ofMillis(1);
    filter.abortion = Duration.ofMillis(1);
    MemorySegment abort = Buffers.allocate(AvMessages.RECEIVED.size());
    Overlapped abortGet = world.overlapped();
    aborts.getMessage(abort, abortGet);
    MemorySegment start = Buffers.allocate(AvMessages.RECEIVED.size());
    Background<Report> scan = Background.of(() -> filter.scan("a virus"));
    assertThat(scans.getMessage(start)).isEqualTo(40);
    scans.reply(reply(MessageHeader.read(start).messageId()));
    assertThat(scan.result()).isEqualTo(new Report(Finding.NONE, ACCEPTED));
    assertThat(abortGet.await(Link.LONG)).isTrue();
    assertThat(MessageHeader.read(abort)).isEqualTo(new MessageHeader(0, 0));
    assertThat(AvMessages.RECEIVED.read(abort).notification())
        .isEqualTo(new AvMessages.Notification(AvMessages.ABORT, 0, 1, 1));
    assertThat(Failures.failure(() -> aborts.reply(reply(0))).hresult().value())
        .isEqualTo(0x801F0020);
  }

  @Test
  @DisplayName("MNF-04, MNF-11: commands without room, without a scan, or too short")
  void wrongCommands() {
    FilterPort port = connect(Role.SCAN);
    MemorySegment room = Buffers.allocate(AvMessages.HANDLE.size());
    MemorySegment create = command(AvMessages.CREATE_SECTION, 7);
    assertThat(
            List.of(
                refusal(port, create, null),
                refusal(port, create, Buffers.allocate(AvMessages.HANDLE.size() - 1)),
                refusal(port, create.asSlice(0, AvMessages.COMMAND.size() - 1), room),
                refusal(port, create.asSlice(0, 1), room),
                refusal(port, command(AvMessages.CLOSE_SECTION + 1, 7), room),
                refusal(port, command(AvMessages.IS_FILE_MODIFIED, 7), room)))
        .allMatch(refusal -> refusal.status().equals(NtStatus.INVALID_PARAMETER))
        .allMatch(refusal -> refusal.hresult().value() == 0x80070057);
    assertThat(refusal(port, create, room).status()).isEqualTo(NtStatus.NOT_FOUND);
  }

  @Test
  @DisplayName("MNF-02, MNF-15: the query port answers its own command, beside the service")
  void query() {
    start();
    filter.modified.add(5L);
    FilterPort port = connect(Role.QUERY);
    for (long handle : new long[] {4, 5, 6}) {
      Command question = new Command(AvMessages.IS_FILE_MODIFIED, 0, 0, handle);
      assertThat(AvMessages.QUERY.ask(port, question).modified()).isEqualTo(handle == 5);
    }
  }

  @Test
  @DisplayName(
      "UNL-08, UNL-02, KSM-36, GET-29: the client lets go of a scan, and then the ports close")
  void unload() {
    RunningService service = start();
    Background<Report> scan = Background.of(() -> filter.scan(AvMessages.ENDLESS));
    Waits.until(() -> !isEmpty(sections));
    world.manager.unload(AvFilter.NAME, false);
    assertThat(scan.result()).isEqualTo(new Report(Finding.ABORTED, ACCEPTED));
    assertThat(filter.notice).isEqualTo(ACCEPTED);
    assertThat(filter.portsAtNotice).isEqualTo(3);
    assertThat(hearReport(service))
        .isEqualTo("scans 1, late 0, withdrawn 0, ended by [ERROR_OPERATION_ABORTED (0x800703e3)]");
    assertThat(filter.disconnects).containsExactlyInAnyOrder(Role.SCAN, Role.ABORT);
    assertThat(filter.scan("a virus").asked().status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    for (Role role : Role.values()) {
      assertThat(Failures.failure(() -> connect(role)).hresult().value()).isEqualTo(0x80070002);
    }
  }

  private static boolean isEmpty(Path directory) {
    String[] files = directory.toFile().list();
    return files == null || files.length == 0;
  }

  @Test
  @DisplayName(
      "KSM-02: without a client the unload does not wait, though its notice has no timeout")
  void unloadAlone() {
    world.manager.unload(AvFilter.NAME, false);
    assertThat(filter.notice).isEqualTo(GONE);
    assertThat(filter.disconnects).isEmpty();
  }

  @Test
  @Timeout(180)
  @DisplayName("KSM-48, DIS-05, DIS-13: a killed client's scans end, and nothing of it is left")
  void killed() {
    filter.completion = Duration.ofMillis(200);
    filter.abortion = Duration.ofMillis(200);
    AtomicInteger scans = new AtomicInteger();
    Kills kills = new Kills(world, AvService.class, seed);
    kills.play(
        service -> {
          awaitReady(service);
          filter.disconnects.clear();
          List<Background<Void>> threads = new ArrayList<>();
          for (int i = 0; i < 8; i++) {
            threads.add(Background.run(() -> scanOn(scans)));
          }
          kills.kill(service, scans::get, 60);
          threads.forEach(Background::result);
          Seats.awaitFree(world.manager, AvFilter.NAME);
          assertThat(filter.disconnects).containsExactlyInAnyOrder(Role.SCAN, Role.ABORT);
          assertThat(sections).isEmptyDirectory();
        });
  }

  /** Scans until it is told that the client has gone. */
  private void scanOn(AtomicInteger scans) {
    SendResult asked = ACCEPTED;
    for (int i = 0; asked.equals(ACCEPTED); i++) {
      boolean infected = i % 2 == 0;
      Report report = filter.scan(infected ? "a virus" : "nothing");
      asked = report.asked();
      // an accepted scan may end with the client, or with an abort where the machine is slow
      Finding right = infected ? Finding.INFECTED : Finding.CLEAN;
      assertThat(report.finding()).isIn(right, Finding.ABORTED, Finding.NONE);
      if (report.finding() == right) {
        scans.incrementAndGet();
      }
    }
    assertThat(asked).isEqualTo(GONE);
  }
}
