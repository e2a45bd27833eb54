package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process with a heap of a few megabytes, which messages of one megabyte each use up: an embedded
 * record grows with what is written into it. Its own buffers lie outside of the heap.
 */
final class LittleMemory {
  private static final String HEAP = "-Xmx24m";

  private static final int MEBIBYTE = 1 << 20;
  private static final int GETS = 24;
  private static final SendResult NO_MEMORY =
      new SendResult(Outcome.REFUSED, NtStatus.INSUFFICIENT_RESOURCES, 0);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment megabyte = arena.allocate(MEBIBYTE);
  private final World world;
  private final Link link;
  private final List<Overlapped> gets = new ArrayList<>();

  private LittleMemory(WorldKind kind) {
    world = World.withPort(kind, 1);
    link = world.link();
  }

  /** Runs one of the cases below in such a process, and tells whether it passed. */
  static void run(String what, String meaning) throws IOException, InterruptedException {
    Process process = start(what);
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(meaning).isTrue();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(output).endsWith("passed\n");
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(String what) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            HEAP,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            LittleMemory.class.getName(),
            what)
        .redirectErrorStream(true)
        .start();
  }

  public static void main(String[] arguments) {
    WorldKind kind = arguments[0].equals("shared") ? WorldKind.PROCESSES : WorldKind.EMBEDDED;
    LittleMemory memory = new LittleMemory(kind);
    switch (arguments[0]) {
      case "delivery" -> memory.delivery();
      case "line" -> memory.line();
      case "call" -> memory.call();
      case "reply" -> memory.reply();
      case "answer" -> memory.answer();
      case "shared" -> memory.shared();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("passed");
    System.exit(0);
  }

  private SendResult tell(MemorySegment message) {
    return link.client().send(message, null, Timeout.poll());
  }

  /** {@return which of the gets, all of them as large as the message, is the first without one} */
  private int fillHeap() {
    for (int i = 0; i < GETS; i++) {
      Overlapped overlapped = Overlapped.create();
      link.port().getMessage(arena.allocate(16 + MEBIBYTE), overlapped);
      gets.add(overlapped);
    }
    int delivered = 0;
    while (tell(megabyte).outcome() == Outcome.DELIVERED) {
      delivered++;
    }
    assertThat(delivered).isBetween(1, GETS - 3);
    return delivered;
  }

  private void assertNext(int delivered) {
    assertThat(gets.subList(0, delivered)).allMatch(Overlapped::isComplete);
    assertThat(gets.subList(delivered, GETS)).noneMatch(Overlapped::isComplete);
  }

  private void delivery() {
    int delivered = fillHeap();
    assertThat(tell(megabyte)).isEqualTo(NO_MEMORY);
    assertNext(delivered);
    assertThat(tell(Buffers.utf8("small")).outcome()).isEqualTo(Outcome.DELIVERED);
    assertNext(delivered + 1);
  }

  private void line() {
    int delivered = fillHeap();
    assertThat(link.port().cancelAll()).isTrue();
    Background<SendResult> waiting =
        Background.of(() -> link.client().send(megabyte, null, Link.LONG)).untilBlocked();
    Overlapped get = Overlapped.create();
    link.port().getMessage(arena.allocate(16 + MEBIBYTE), get);
    assertThat(waiting.result()).isEqualTo(NO_MEMORY);
    assertThat(get.isComplete()).isFalse();
    assertThat(tell(Buffers.utf8("small")).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.result()).isEqualTo(16 + 5);
    assertThat(delivered).isPositive();
  }

  private void call() {
    fillHeap();
    assertThat(Failures.status(() -> link.port().send(megabyte, null)))
        .isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
    assertThat(link.port().send(Buffers.utf8("small"), null)).isZero();
  }

  private void reply() {
    fillHeap();
    assertThat(link.port().cancelAll()).isTrue();
    Link.Get get = link.get();
    Background<SendResult> sender = link.asking("x", megabyte, Link.LONG);
    long id = get.header().messageId();
    MemorySegment large = arena.allocate(ReplyHeader.SIZE + MEBIBYTE);
    new ReplyHeader(NtStatus.SUCCESS, id).write(large);
    FilterPortException failure = Failures.failure(() -> link.port().reply(large));
    assertThat(failure.status()).isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
    get.reply("small");
    assertThat(sender.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 5));
  }

  private void answer() {
    fillHeap();
    world.onMessage =
        (cookie, call) -> {
          call.setReturnLength(MEBIBYTE);
          return NtStatus.SUCCESS;
        };
    assertThat(Failures.status(() -> link.port().send(Buffers.utf8("x"), megabyte)))
        .isEqualTo(NtStatus.INSUFFICIENT_RESOURCES);
    assertThat(link.port().send(Buffers.utf8("x"), Buffers.allocate(8))).isEqualTo(8);
  }

  /**
   * Between processes the messages lie in the memory that both share, as many as there are slots.
   */
  private void shared() {
    int slots = 64;
    world.atService(link.port(), port -> postLargeGets(port, slots));
    for (int i = 0; i < slots; i++) {
      assertThat(tell(megabyte).outcome()).isEqualTo(Outcome.DELIVERED);
    }
    assertThat(tell(megabyte).outcome()).isEqualTo(Outcome.TIMEOUT_NOT_DELIVERED);
    world.close();
  }

  private static long postLargeGets(FilterPort port, int count) {
    MemorySegment buffers = Arena.global().allocate((long) count * (16 + MEBIBYTE));
    for (int i = 0; i < count; i++) {
      port.getMessage(
          buffers.asSlice((long) i * (16 + MEBIBYTE), 16 + MEBIBYTE), Overlapped.create());
    }
    return count;
  }
}
