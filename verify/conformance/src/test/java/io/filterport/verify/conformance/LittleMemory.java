package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A process with a heap of a few megabytes, which messages of one megabyte each use up: an embedded
 * record grows with what is written into it. Its own buffers lie outside of the heap.
 */
final class LittleMemory {
  static final String HEAP = "-Xmx24m";

  private static final int MEBIBYTE = 1 << 20;
  private static final int GETS = 24;
  private static final SendResult NO_MEMORY =
      new SendResult(Outcome.REFUSED, NtStatus.INSUFFICIENT_RESOURCES, 0);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment megabyte = arena.allocate(MEBIBYTE);
  private final World world = World.withPort(WorldKind.EMBEDDED, 1);
  private final Link link = world.link();
  private final List<Overlapped> gets = new ArrayList<>();

  private LittleMemory() {}

  public static void main(String[] arguments) {
    LittleMemory memory = new LittleMemory();
    switch (arguments[0]) {
      case "delivery" -> memory.delivery();
      case "line" -> memory.line();
      case "call" -> memory.call();
      case "reply" -> memory.reply();
      case "answer" -> memory.answer();
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
}
