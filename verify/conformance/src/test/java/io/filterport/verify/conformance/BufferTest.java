package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.MessageCall;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Blocked;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whose memory a buffer is, and for how long. */
@EachWorld
class BufferTest {
  private final World world;
  private final Link link;

  BufferTest(WorldKind kind) {
    world = World.withPort(kind, 2);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  // ---- what a sender holds

  @Test
  @DisplayName("BUF-11: a send that holds what its client's own call needs waits for itself")
  void heldBySender() {
    Object needed = new Object();
    world.onMessage =
        (cookie, call) -> {
          synchronized (needed) {
            return NtStatus.SUCCESS;
          }
        };
    Background<Boolean> inVain;
    synchronized (needed) {
      inVain = Background.of(this::callsAndReplies);
      assertThat(ask(Timeout.ofMillis(500))).isEqualTo(Outcome.TIMEOUT_NO_REPLY);
    }
    assertThat(inVain.result()).as("somebody waits for the reply").isFalse();
    Background<Boolean> client = Background.of(this::callsAndReplies);
    assertThat(ask(Link.LONG)).isEqualTo(Outcome.REPLIED);
    assertThat(client.result()).isTrue();
  }

  /** The client's activity: what it does before it answers. */
  private boolean callsAndReplies() {
    Get get = link.get().await();
    link.port().send(Buffers.utf8("may I?"), null);
    return Failures.accepted(() -> get.reply("yes"));
  }

  private Outcome ask(Timeout timeout) {
    return link.client().send(Buffers.utf8("x"), Buffers.allocate(3), timeout).outcome();
  }

  // ---- the message callback's

  @Test
  @DisplayName("MNF-09: the input cannot be written")
  void inputIsReadOnly() {
    world.onMessage =
        (cookie, call) -> {
          assertThat(call.input().isReadOnly()).isTrue();
          assertThatThrownBy(() -> call.input().fill((byte) 1))
              .isInstanceOf(IllegalArgumentException.class);
          return NtStatus.SUCCESS;
        };
    assertThat(link.port().send(Buffers.utf8("x"), Buffers.allocate(4))).isZero();
  }

  @Test
  @DisplayName("MNF-09, BUF-04: what the caller does to its buffer does not reach the callback")
  void inputIsSnapshot() {
    CountDownLatch changed = new CountDownLatch(1);
    List<String> seen = new ArrayList<>();
    world.onMessage =
        (cookie, call) -> {
          if (text(call).equals("changed")) {
            changed.countDown();
          } else {
            seen.add(text(call));
            Waits.on(changed);
            seen.add(text(call));
          }
          return NtStatus.SUCCESS;
        };
    world.atService(link.port(), BufferTest::changeWhileSending);
    assertThat(seen).containsExactly("as sent", "as sent");
  }

  private static String text(MessageCall call) {
    return Link.text(call.input());
  }

  private static long changeWhileSending(FilterPort port) throws Exception {
    MemorySegment buffer = Buffers.utf8("as sent");
    Thread sender = Thread.ofPlatform().start(() -> port.send(buffer, null));
    Waits.until(() -> Blocked.isBlocked(sender));
    buffer.copyFrom(Buffers.utf8("changed"));
    port.send(buffer, null);
    sender.join();
    return 0;
  }

  @Test
  @DisplayName("BUF-05: buffers are aligned for whatever is read; a view into one need not be")
  void alignment() {
    world.onMessage =
        (cookie, call) -> {
          for (int alignment : new int[] {1, 2, 4, 8, 16}) {
            assertThat(Buffers.isAligned(call.input(), alignment)).isTrue();
            assertThat(Buffers.isAligned(call.output(), alignment)).isTrue();
          }
          return Buffers.isAligned(call.input().asSlice(1), 4)
              ? NtStatus.SUCCESS
              : NtStatus.DATATYPE_MISALIGNMENT;
        };
    for (int size : new int[] {1, 3, 4, 9}) {
      assertThat(
              Failures.failure(
                      () -> link.port().send(Buffers.allocate(size), Buffers.allocate(size)))
                  .hresult()
                  .value())
          .isEqualTo(0x800703E6);
    }
  }

  @Test
  @DisplayName("BUF-05: the test for alignment looks at the whole size")
  void alignmentOfViews() {
    world.onMessage =
        (cookie, call) -> {
          for (int offset = 0; offset < 16; offset++) {
            for (int alignment : new int[] {1, 2, 4, 8}) {
              assertThat(Buffers.isAligned(call.input().asSlice(offset), alignment))
                  .isEqualTo(offset % alignment == 0);
            }
          }
          return NtStatus.SUCCESS;
        };
    link.port().send(Buffers.allocate(16), null);
  }

  @Test
  @DisplayName("BUF-05: a misaligned number can be read all the same")
  void misalignedAccess() {
    world.onMessage =
        (cookie, call) -> new NtStatus(call.input().get(ValueLayout.JAVA_INT_UNALIGNED, 1));
    byte[] oneAfterAByte = {9, 1, 0, 0, 0};
    assertThat(Failures.status(() -> link.port().send(Buffers.of(oneAfterAByte), null)))
        .isEqualTo(new NtStatus(1));
  }

  @Test
  @DisplayName("BUF-06: both buffers are dead when the callback has returned")
  void buffersDie() {
    AtomicReference<MessageCall> stashed = new AtomicReference<>();
    AtomicReference<MemorySegment> input = new AtomicReference<>();
    AtomicReference<MemorySegment> output = new AtomicReference<>();
    world.onMessage =
        (cookie, call) -> {
          stashed.set(call);
          input.set(call.input());
          output.set(call.output());
          return NtStatus.SUCCESS;
        };
    link.port().send(Buffers.utf8("x"), Buffers.allocate(4));
    Waits.until(() -> !input.get().scope().isAlive());
    assertDead(() -> input.get().get(ValueLayout.JAVA_BYTE, 0));
    assertDead(() -> output.get().fill((byte) 1));
    assertDead(() -> stashed.get().input().get(ValueLayout.JAVA_BYTE, 0));
  }

  @Test
  @DisplayName("BUF-06: they are dead in the disconnect callback, whichever thread runs that")
  void buffersDieBeforeTheDisconnect() {
    Gate gate = new Gate();
    AtomicReference<MemorySegment> input = new AtomicReference<>();
    AtomicReference<Boolean> alive = new AtomicReference<>();
    world.onMessage =
        (cookie, call) -> {
          input.set(call.input());
          return gate.hold(NtStatus.SUCCESS);
        };
    world.onDisconnect = cookie -> alive.set(input.get().scope().isAlive());
    Background<NtStatus> asking =
        Background.of(() -> Failures.status(() -> link.port().send(Buffers.utf8("x"), null)));
    gate.awaitHeld(1);
    Background<Void> closing = Background.run(() -> link.port().close());
    assertThat(asking.result()).isEqualTo(NtStatus.INVALID_HANDLE);
    gate.open();
    closing.result();
    Waits.until(() -> alive.get() != null);
    assertThat(alive.get()).isFalse();
  }

  /** The buffers were the callback's thread's, and are no more. */
  private static void assertDead(ThrowingCallable access) {
    assertThatThrownBy(access)
        .isInstanceOfAny(IllegalStateException.class, WrongThreadException.class);
  }

  @Test
  @DisplayName("BUF-06: the buffers are the callback's thread's")
  void buffersOfOneThread() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    world.onMessage =
        (cookie, call) -> {
          MemorySegment input = call.input();
          Thread other =
              Thread.ofPlatform()
                  .uncaughtExceptionHandler((thread, e) -> thrown.set(e))
                  .start(() -> input.get(ValueLayout.JAVA_BYTE, 0));
          Waits.until(() -> !other.isAlive());
          return NtStatus.SUCCESS;
        };
    link.port().send(Buffers.utf8("x"), null);
    assertThat(thrown.get()).isInstanceOf(WrongThreadException.class);
  }

  // ---- the sender's

  @Test
  @DisplayName("BUF-08: a late reply writes nothing into the buffer of a sender that has left")
  void lateReplyWritesNothing() {
    MemorySegment reply = Buffers.allocate(8);
    for (int i = 0; i < 100; i++) {
      Get get = link.get();
      SendResult result = link.client().send(Buffers.utf8("x"), reply, Timeout.poll());
      assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT_NO_REPLY);
      reply.fill((byte) 0x55);
      assertThat(Failures.status(() -> get.reply("too late")))
          .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
      assertThat(Buffers.bytes(reply)).containsOnly(0x55);
    }
  }

  @Test
  @DisplayName("BUF-08: freed after its timeout, a buffer is nobody's: a late reply harms nothing")
  void freedAfterTimeout() {
    for (int i = 0; i < 100; i++) {
      Get get = link.get();
      try (Arena arena = Arena.ofShared()) {
        link.client().send(Buffers.utf8("x"), arena.allocate(8), Timeout.poll());
      }
      assertThat(Failures.status(() -> get.reply("too late")))
          .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    }
  }

  @Test
  @DisplayName("BUF-08: an interrupted sender's buffer, too, is its own again")
  void lateReplyAfterInterrupt() {
    MemorySegment reply = Buffers.allocate(8).fill((byte) 0x55);
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", reply, Timeout.infinite());
    get.await();
    sender.thread.interrupt();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(Failures.status(() -> get.reply("too late")))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    assertThat(Buffers.bytes(reply)).containsOnly(0x55);
  }

  @Test
  @DisplayName("BUF-08: a message can be changed as soon as its send has returned")
  void messageIsFreeAfterSend() {
    MemorySegment message = Buffers.allocate(4);
    List<Get> gets = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      gets.add(link.get());
      message.set(ValueLayout.JAVA_INT_UNALIGNED, 0, i);
      link.client().send(message, null, Timeout.poll());
      message.fill((byte) 0x55);
    }
    for (int i = 0; i < 50; i++) {
      assertThat(Buffers.of(gets.get(i).payload()).get(ValueLayout.JAVA_INT_UNALIGNED, 0))
          .isEqualTo(i);
    }
  }

  @Test
  @DisplayName("BUF-08: a reply buffer freed during the send kept its slot for ever")
  void replyBufferFreedDuringSend() {
    for (int i = 0; i < 100; i++) {
      Arena arena = Arena.ofShared();
      Get get = link.get();
      Background<SendResult> sender = link.asking("x", arena.allocate(8), Link.LONG);
      get.await();
      arena.close();
      get.reply("answer");
      assertThatThrownBy(sender::result).isInstanceOf(IllegalStateException.class);
    }
  }

  // ---- the service's

  @Test
  @DisplayName("RPL-16, BUF-09: a reply is read during its call, whatever becomes of its buffer")
  void replyIsReadDuringItsCall() {
    Background<Long> service = link.atService(BufferTest::replyAndOverwrite);
    MemorySegment reply = Buffers.allocate(4);
    for (int i = 0; i < 50; i++) {
      SendResult result = link.client().send(Buffers.utf8("x"), reply, Link.LONG);
      assertThat(result.outcome()).isEqualTo(Outcome.REPLIED);
      assertThat(reply.get(ValueLayout.JAVA_INT_UNALIGNED, 0)).isEqualTo(i);
    }
    service.result();
  }

  private static long replyAndOverwrite(FilterPort port) {
    MemorySegment buffer = Buffers.allocate(32);
    MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE + 4);
    for (int i = 0; i < 50; i++) {
      port.getMessage(buffer);
      new ReplyHeader(NtStatus.SUCCESS, MessageHeader.read(buffer).messageId()).write(reply);
      reply.set(ValueLayout.JAVA_INT_UNALIGNED, ReplyHeader.SIZE, i);
      port.reply(reply);
      reply.fill((byte) 0x55);
    }
    return 50;
  }

  @Test
  @DisplayName("BUF-09: a get's buffer is written up to its completion, never after it")
  void getBufferIsFreeAfterCompletion() {
    Background<Long> service = link.atService(BufferTest::getAndOverwrite);
    for (int i = 0; i < 100; i++) {
      assertThat(link.tell("message", Link.LONG).outcome()).isEqualTo(Outcome.DELIVERED);
    }
    service.result();
  }

  private static long getAndOverwrite(FilterPort port) {
    List<MemorySegment> buffers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      MemorySegment buffer = Buffers.allocate(32);
      Overlapped overlapped = Overlapped.create();
      port.getMessage(buffer, overlapped);
      assertThat(overlapped.await(Link.LONG)).isTrue();
      assertThat(overlapped.result()).isEqualTo(MessageHeader.SIZE + 7);
      buffers.add(buffer.fill((byte) 0x55));
    }
    buffers.forEach(buffer -> assertThat(Buffers.bytes(buffer)).containsOnly(0x55));
    return 100;
  }
}
