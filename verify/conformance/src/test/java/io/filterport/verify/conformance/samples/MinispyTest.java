package io.filterport.verify.conformance.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.HResult;
import io.filterport.NtStatus;
import io.filterport.filter.MessageCall;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.samples.MinispyMessages.Command;
import io.filterport.verify.conformance.samples.MinispyMessages.LogRecord;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Seed;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The protocol of Microsoft's minispy sample: the client polls with a buffer of 4096 bytes. */
@EachWorld
class MinispyTest {
  /** A record with a name of three characters. */
  private static final int RECORD = 160;

  @RegisterExtension final Seed seed = Seed.ofTest();

  private final World world;
  private final MinispyFilter filter;
  private final List<RunningService> services = new ArrayList<>();

  MinispyTest(WorldKind kind) {
    world = new World(kind);
    filter = new MinispyFilter(world.manager);
  }

  @AfterEach
  void close() {
    services.forEach(RunningService::close);
    world.close();
  }

  private RunningService start() {
    RunningService service = RunningService.prepare(world, MinispyService.class);
    services.add(service);
    service.begin();
    assertThat(service.hear()).isEqualTo("ready");
    return service;
  }

  private static MemorySegment command(int number) {
    return MinispyMessages.COMMAND.encode(new Command(number, 0));
  }

  private static FilterPortException refusal(
      FilterPort port, MemorySegment input, MemorySegment output) {
    return Failures.failure(() -> port.send(input, output));
  }

  @Test
  @DisplayName(
      "USM-07, MNF-03, MNF-06, UNL-03: every record comes once, in order, until the unload")
  void runs() {
    RunningService service = start();
    service.say("version");
    assertThat(service.hear()).isEqualTo("2.0");
    service.say("log");
    List<Background<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String name = "thread " + i;
      threads.add(Background.of(() -> logThousand(name)));
    }
    assertThat(service.hear()).isEqualTo("first 1");
    threads.forEach(Background::result);
    Waits.until(() -> filter.delivered() == 4000);
    Waits.until(() -> count(service).startsWith("records 4000, gaps 0,"));
    world.manager.unload(MinispyFilter.NAME, false);
    assertThat(service.hear())
        .startsWith("records 4000, gaps 0,")
        .endsWith("ended by E_HANDLE (0x80070006)");
    service.awaitEnd();
    assertThat(filter.disconnects).hasValue(1);
  }

  private Void logThousand(String thread) throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      while (!filter.log(thread + ", operation " + i)) {
        filter.awaitRoom();
      }
    }
    return null;
  }

  private static String count(RunningService service) {
    service.say("count");
    return service.hear();
  }

  @Test
  @DisplayName("MNF-11: nothing logged is 0x80070103 without bytes, and the buffer stays as it is")
  void nothing() {
    try (FilterPort port = world.connect(MinispyMessages.PORT)) {
      MemorySegment buffer = Buffers.allocate(MinispyService.BUFFER);
      buffer.fill((byte) 0xCC);
      FilterPortException none = refusal(port, command(MinispyMessages.GET_LOG), buffer);
      assertThat(none.status()).isEqualTo(NtStatus.NO_MORE_ENTRIES);
      assertThat(none.hresult().value()).isEqualTo(0x80070103);
      assertThat(none.bytes()).isZero();
      assertThat(Buffers.bytes(buffer)).containsOnly(0xCC);
    }
  }

  @Test
  @DisplayName("MNF-12, ERR-07: a record that is a byte too long is 0x8007007A, and is not lost")
  void tooSmall() {
    assertThat(filter.log("abc")).isTrue();
    try (FilterPort port = world.connect(MinispyMessages.PORT)) {
      MemorySegment getLog = command(MinispyMessages.GET_LOG);
      FilterPortException tooSmall = refusal(port, getLog, Buffers.allocate(RECORD - 1));
      assertThat(tooSmall.status()).isEqualTo(NtStatus.FLT_BUFFER_TOO_SMALL);
      assertThat(tooSmall.hresult().value()).isEqualTo(0x8007007A);
      assertThat(tooSmall.bytes()).isEqualTo(RECORD);
      assertThat(filter.delivered()).isZero();
      assertThat(port.send(getLog, Buffers.allocate(RECORD))).isEqualTo(RECORD);
      assertThat(filter.delivered()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("MNF-08: whole records only, and bytes behind them stay as they are")
  void wholeRecords() {
    assertThat(filter.log("abc") && filter.log("def") && filter.log("ghi")).isTrue();
    try (FilterPort port = world.connect(MinispyMessages.PORT)) {
      MemorySegment getLog = command(MinispyMessages.GET_LOG);
      MemorySegment buffer = Buffers.allocate(2 * RECORD - 1);
      buffer.fill((byte) 0xCC);
      assertThat(port.send(getLog, buffer)).isEqualTo(RECORD);
      assertThat(Buffers.bytes(buffer.asSlice(RECORD))).containsOnly(0xCC);
      assertThat(port.send(getLog, Buffers.allocate(2 * RECORD))).isEqualTo(2 * RECORD);
    }
  }

  @Test
  @DisplayName("USM-02, MNF-04, MNF-11: what is no command, or gives no room, is 0x80070057")
  void wrongCommands() {
    assertThat(filter.log("abc")).isTrue();
    try (FilterPort port = world.connect(MinispyMessages.PORT)) {
      MemorySegment getLog = command(MinispyMessages.GET_LOG);
      MemorySegment room = Buffers.allocate(MinispyService.BUFFER);
      List<FilterPortException> refusals =
          List.of(
              refusal(port, getLog.asSlice(0, 0), room),
              refusal(port, getLog.asSlice(0, 3), room),
              refusal(port, command(MinispyMessages.GET_VERSION + 1), room),
              refusal(port, command(-1), room),
              refusal(port, getLog, null),
              refusal(port, getLog, Buffers.allocate(0)));
      assertThat(refusals)
          .allMatch(refusal -> refusal.status().equals(NtStatus.INVALID_PARAMETER))
          .allMatch(refusal -> refusal.hresult().equals(HResult.E_INVALIDARG));
      assertThat(port.send(getLog.asSlice(0, 4), room)).isEqualTo(RECORD);
    }
  }

  @Test
  @DisplayName("MNF-12: the version fits into 4 bytes and not into 3")
  void version() {
    try (FilterPort port = world.connect(MinispyMessages.PORT)) {
      MemorySegment getVersion = command(MinispyMessages.GET_VERSION);
      assertThat(refusal(port, getVersion, Buffers.allocate(3)).bytes()).isEqualTo(4);
      MemorySegment answer = Buffers.allocate(4);
      assertThat(port.send(getVersion, answer)).isEqualTo(4);
      assertThat(MinispyMessages.VERSION.read(answer)).isEqualTo(MinispyMessages.CURRENT);
    }
  }

  @Test
  @DisplayName("BUF-05: a client's misaligned output is no matter here")
  void misaligned() {
    assertThat(filter.log("abc")).isTrue();
    try (Arena arena = Arena.ofConfined();
        FilterPort port = world.connect(MinispyMessages.PORT)) {
      MemorySegment odd = arena.allocate(RECORD + 1, MinispyFilter.ALIGNMENT).asSlice(1);
      assertThat(port.send(command(MinispyMessages.GET_LOG), odd)).isEqualTo(RECORD);
    }
  }

  @Test
  @DisplayName(
      "BUF-05, MNF-08: a filter that sees it, as on Windows, says 0x800703E6, and keeps all")
  void misalignedAsOnWindows() {
    assertThat(filter.log("abc")).isTrue();
    filter.seen = Misaligned::new;
    try (FilterPort port = world.connect(MinispyMessages.PORT)) {
      MemorySegment getLog = command(MinispyMessages.GET_LOG);
      MemorySegment room = Buffers.allocate(RECORD);
      room.fill((byte) 0xCC);
      FilterPortException misaligned = refusal(port, getLog, room);
      assertThat(misaligned.status()).isEqualTo(NtStatus.DATATYPE_MISALIGNMENT);
      assertThat(misaligned.hresult().value()).isEqualTo(0x800703E6);
      assertThat(Buffers.bytes(room)).containsOnly(0xCC);
      assertThat(port.send(command(MinispyMessages.GET_VERSION), room)).isEqualTo(4);
      filter.seen = call -> call;
      assertThat(port.send(getLog, room)).isEqualTo(RECORD);
    }
  }

  /** A call whose output is the client's own memory, one byte beside. */
  private record Misaligned(MessageCall call) implements MessageCall {
    @Override
    public MemorySegment input() {
      return call.input();
    }

    @Override
    public MemorySegment output() {
      MemorySegment output = call.output();
      return output == null ? null : output.asSlice(1);
    }

    @Override
    public void setReturnLength(int bytes) {
      call.setReturnLength(bytes);
    }

    @Override
    public NtStatus answer(MemorySegment bytes) {
      return call.answer(bytes);
    }
  }

  @Test
  @DisplayName("ERR-01, BUF-05: a client tells what it does not expect, and polls on")
  void unexpectedErrors() {
    filter.seen = Misaligned::new;
    RunningService service = start();
    assertThat(filter.log("abc")).isTrue();
    service.say("log");
    assertThat(service.hear()).startsWith("unexpected error ").contains("0x800703e6");
    filter.seen = call -> call;
    assertThat(service.hear()).isEqualTo("first 1");
  }

  @Test
  @DisplayName("MNF-03: a client stops at a record whose length cannot be, and polls on")
  void unexpectedLengths() {
    RunningService service = start();
    filter.add(lengthOf(RECORD - 1 - Long.BYTES));
    service.say("log");
    assertThat(service.hear()).isEqualTo("unexpected length 151 of " + RECORD);
    filter.add(lengthOf(RECORD + 1));
    assertThat(service.hear()).isEqualTo("unexpected length 161 of " + RECORD);
    assertThat(filter.log("abc")).isTrue();
    assertThat(service.hear()).isEqualTo("first 1");
  }

  private static LogRecord lengthOf(int length) {
    LogRecord right = LogRecord.of(1, 0, "abc");
    return new LogRecord(length, 1, 0, 0, right.data(), right.name());
  }

  @Test
  @DisplayName("USM-06, UNL-03: after the unload a poll is 0x80070006, before and after a close")
  void afterUnload() {
    FilterPort port = world.connect(MinispyMessages.PORT);
    world.manager.unload(MinispyFilter.NAME, false);
    MemorySegment getLog = command(MinispyMessages.GET_LOG);
    FilterPortException gone = refusal(port, getLog, Buffers.allocate(RECORD));
    assertThat(gone.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(gone.hresult()).isEqualTo(HResult.E_HANDLE);
    port.close();
    assertThat(refusal(port, getLog, Buffers.allocate(RECORD)).hresult())
        .isEqualTo(HResult.E_HANDLE);
    assertThat(filter.disconnects).hasValue(1);
  }

  @Test
  @DisplayName("MNF-15: without a client 500 records are kept, and the next one tells of the loss")
  void backPressure() {
    for (int i = 1; i <= MinispyFilter.MAX_RECORDS; i++) {
      assertThat(filter.log("kept")).isTrue();
    }
    assertThat(filter.log("dropped")).isFalse();
    RunningService service = start();
    service.say("log");
    assertThat(service.hear()).isEqualTo("first 1");
    Waits.until(() -> filter.delivered() == MinispyFilter.MAX_RECORDS);
    assertThat(filter.log("kept")).isTrue();
    Waits.until(() -> count(service).equals("records 501, gaps 0, marked 1"));
    service.say("quit");
    assertThat(service.hear()).endsWith("ended by S_OK (0x00000000)");
    service.awaitEnd();
    Seats.awaitFree(world.manager, MinispyFilter.NAME);
    assertThat(filter.disconnects).hasValue(1);
  }

  @Test
  @Timeout(180)
  @DisplayName(
      "DIS-05, DIS-08, DIS-13: who follows a killed client gets the next record, each in its turn")
  void killed() {
    Background<Void> logger = Background.run(this::logUntilInterrupted);
    Kills kills = new Kills(world, MinispyService.class, seed);
    kills.play(
        service -> {
          assertThat(service.hear()).isEqualTo("ready");
          int before = filter.delivered();
          int disconnects = filter.disconnects.get();
          service.say("log");
          assertThat(service.hear()).isEqualTo("first " + (before + 1));
          kills.kill(service, filter::delivered, 300);
          Seats.awaitFree(world.manager, MinispyFilter.NAME);
          assertThat(filter.disconnects).hasValue(disconnects + 1);
          assertThat(service.rest()).noneMatch(line -> line.startsWith("gap"));
        });
    logger.thread.interrupt();
    logger.result();
    assertThat(filter.disconnects).hasValue(Kills.ROUNDS);
  }

  private void logUntilInterrupted() {
    try {
      while (true) {
        if (!filter.log("operation")) {
          filter.awaitRoom();
        }
      }
    } catch (InterruptedException e) {
      // the test is over
    }
  }
}
