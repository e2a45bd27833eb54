package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.MessageCall;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Sneaky;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The message callback: what it is given, and what becomes of its answer. */
@EachWorld
class MessageNotifyTest {
  private static final int MEBIBYTE = 1 << 20;

  private final World world;
  private final Link link;

  MessageNotifyTest(WorldKind kind) {
    world = World.withPort(kind, 4);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private int send(String text) {
    return link.port().send(Buffers.utf8(text), null);
  }

  private int send(MemorySegment output) {
    return link.port().send(Buffers.utf8("x"), output);
  }

  private static MemorySegment filled(int size) {
    return Buffers.allocate(size).fill((byte) 0xCC);
  }

  /** The callback fills its output with 1 and says that it returns so many bytes of it. */
  private void answering(NtStatus status, int returnLength) {
    world.onMessage =
        (cookie, call) -> {
          if (call.output() != null) {
            call.output().fill((byte) 1);
          }
          call.setReturnLength(returnLength);
          return status;
        };
  }

  // ---- what it is given

  @Test
  @DisplayName("MNF-01, MNF-03: one callback a send, with exactly the bytes that were sent")
  void exactBytes() {
    List<byte[]> seen = new ArrayList<>();
    world.onMessage =
        (cookie, call) -> {
          seen.add(Buffers.bytes(call.input()));
          return NtStatus.SUCCESS;
        };
    for (String text : List.of("x", "sixteen bytes...", "sixteen bytes...+")) {
      assertThat(send(text)).isZero();
      assertThat(seen).hasSize(1);
      assertThat(seen.removeFirst()).isEqualTo(Link.bytes(text));
    }
  }

  @Test
  @DisplayName("MNF-01, MNF-02: each connection has its own cookie, and so its own caller")
  void cookies() {
    world.onConnect =
        request -> {
          request.setConnectionCookie(request.client().processId());
          return NtStatus.SUCCESS;
        };
    Link second = world.link();
    List<String> seen = new ArrayList<>();
    world.onMessage =
        (cookie, call) -> {
          seen.add(String.valueOf(cookie));
          return NtStatus.SUCCESS;
        };
    send("x");
    second.port().send(Buffers.utf8("x"), null);
    send("x");
    assertThat(seen).containsExactly("null", Long.toString(world.clientPid()), "null");
  }

  @Test
  @DisplayName("MNF-03: a mebibyte both ways, not a byte more")
  void largest() {
    world.onMessage =
        (cookie, call) -> {
          call.output().copyFrom(call.input());
          call.setReturnLength((int) call.input().byteSize());
          return NtStatus.SUCCESS;
        };
    byte[] question = new byte[MEBIBYTE];
    new Random(3).nextBytes(question);
    MemorySegment answer = Buffers.allocate(MEBIBYTE);
    assertThat(link.port().send(Buffers.of(question), answer)).isEqualTo(MEBIBYTE);
    assertThat(Buffers.bytes(answer)).isEqualTo(question);
    assertThat(Failures.status(() -> link.port().send(Buffers.allocate(MEBIBYTE + 1), answer)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(world.count("message")).isEqualTo(1);
  }

  @Test
  @DisplayName("MNF-04, MNF-05: no output is null, an empty output is empty, one byte is one byte")
  void outputs() {
    AtomicReference<Long> size = new AtomicReference<>();
    world.onMessage =
        (cookie, call) -> {
          size.set(call.output() == null ? null : call.output().byteSize());
          return NtStatus.SUCCESS;
        };
    send("x");
    assertThat(size.get()).isNull();
    for (int bytes : new int[] {0, 1, 12}) {
      send(Buffers.allocate(bytes));
      assertThat(size.get()).isEqualTo(bytes);
    }
  }

  // ---- its answer

  @Test
  @DisplayName("MNF-06: the returned length is 0 until set, whatever was written")
  void zeroUntilSet() {
    MemorySegment output = filled(16);
    world.onMessage =
        (cookie, call) -> {
          call.output().fill((byte) 1);
          return NtStatus.SUCCESS;
        };
    assertThat(send(output)).isZero();
    assertThat(Buffers.bytes(output)).containsOnly(0xCC);
  }

  @Test
  @DisplayName("MNF-07: a returned length up to the output's counts, one byte more is clamped")
  void clamped() {
    int[][] returnedAndTold = {{-1, 0}, {0, 0}, {15, 15}, {16, 16}, {17, 16}, {100_000, 16}};
    for (int[] expected : returnedAndTold) {
      answering(NtStatus.SUCCESS, expected[0]);
      assertThat(send(Buffers.allocate(16))).isEqualTo(expected[1]);
    }
    answering(NtStatus.SUCCESS, 5);
    assertThat(send("x")).isZero();
    assertThat(send(Buffers.allocate(0))).isZero();
  }

  @Test
  @DisplayName("MNF-06: of several returned lengths the last one counts")
  void lastLengthCounts() {
    for (int last : new int[] {3, 0}) {
      world.onMessage =
          (cookie, call) -> {
            call.output().fill((byte) 1);
            call.setReturnLength(5);
            call.setReturnLength(last);
            return NtStatus.SUCCESS;
          };
      MemorySegment output = filled(8);
      assertThat(send(output)).isEqualTo(last);
      assertThat(Buffers.bytes(output.asSlice(last))).containsOnly(0xCC);
    }
  }

  @Test
  @DisplayName("MNF-08: an output that nobody has written is zeros, whatever the last answer was")
  void zeroedOutput() {
    world.onMessage =
        (cookie, call) -> {
          call.output().fill((byte) 0xFF);
          call.setReturnLength(64);
          return NtStatus.SUCCESS;
        };
    MemorySegment output = filled(64);
    for (int i = 0; i < 4; i++) {
      assertThat(send(output)).isEqualTo(64);
    }
    assertThat(Buffers.bytes(output)).containsOnly(0xFF);
    AtomicReference<byte[]> atEntry = new AtomicReference<>();
    world.onMessage =
        (cookie, call) -> {
          atEntry.set(Buffers.bytes(call.output()));
          call.setReturnLength(64);
          return NtStatus.SUCCESS;
        };
    assertThat(send(output)).isEqualTo(64);
    assertThat(atEntry.get()).containsOnly(0);
    assertThat(Buffers.bytes(output)).containsOnly(0);
    world.onMessage =
        (cookie, call) -> {
          call.setReturnLength(64);
          return NtStatus.SUCCESS;
        };
    output.fill((byte) 0xCC);
    assertThat(send(output)).isEqualTo(64);
    assertThat(Buffers.bytes(output)).containsOnly(0);
  }

  @Test
  @DisplayName("MNF-08: what is returned is copied, the bytes past it stay as they are")
  void restUntouched() {
    MemorySegment output = filled(16);
    answering(NtStatus.SUCCESS, 4);
    assertThat(send(output)).isEqualTo(4);
    assertThat(Buffers.bytes(output.asSlice(0, 4))).containsOnly(1);
    assertThat(Buffers.bytes(output.asSlice(4))).containsOnly(0xCC);
  }

  @Test
  @DisplayName("MNF-06, MNF-08, ERR-08: an error brings no bytes; information and a warning do")
  void errorsBringNothing() {
    MemorySegment output = filled(4);
    answering(NtStatus.ACCESS_DENIED, 4);
    FilterPortException error = Failures.failure(() -> send(output));
    assertThat(error.status()).isEqualTo(NtStatus.ACCESS_DENIED);
    assertThat(error.bytes()).isZero();
    assertThat(Buffers.bytes(output)).containsOnly(0xCC);
    for (int status : new int[] {0x00000102, 0x40000000, 0x8000001A}) {
      output.fill((byte) 0xCC);
      answering(new NtStatus(status), 4);
      FilterPortException other = Failures.failure(() -> send(output));
      assertThat(other.bytes()).isEqualTo(4);
      assertThat(Buffers.bytes(output)).containsOnly(1);
    }
  }

  @Test
  @DisplayName("MNF-10: the same memory may be question and answer")
  void sameMemory() {
    world.onMessage =
        (cookie, call) -> {
          MemorySegment.copy(call.input(), 1, call.output(), 0, 3);
          assertThat(Buffers.bytes(call.input())).isEqualTo(Link.bytes("abcd"));
          call.setReturnLength(3);
          return NtStatus.SUCCESS;
        };
    MemorySegment both = Buffers.utf8("abcd");
    assertThat(link.port().send(both, both)).isEqualTo(3);
    assertThat(Buffers.bytes(both)).isEqualTo(Link.bytes("bcdd"));
  }

  @Test
  @DisplayName("MNF-11, ERR-01: only status zero is success")
  void onlyZeroIsSuccess() {
    for (int status : new int[] {1, 0x102, 0x40000000, 0x80000005, 0xC0000001, -1}) {
      answering(new NtStatus(status), 0);
      assertThat(Failures.status(() -> send("x"))).isEqualTo(new NtStatus(status));
    }
    answering(NtStatus.NO_MORE_ENTRIES, 0);
    assertThat(Failures.failure(() -> send("x")).hresult().value()).isEqualTo(0x80070103);
    answering(NtStatus.TIMEOUT, 0);
    assertThat(Failures.failure(() -> send("x")).hresult().value()).isEqualTo(0x80070102);
    answering(NtStatus.SUCCESS, 0);
    assertThat(send("x")).isZero();
  }

  @Test
  @DisplayName("MNF-12, ERR-07: too small says what is needed, and brings no bytes")
  void tooSmall() {
    MemorySegment output = filled(4);
    answering(NtStatus.BUFFER_TOO_SMALL, 40);
    assertTooSmall(output);
  }

  private void assertTooSmall(MemorySegment output) {
    for (MemorySegment given : new MemorySegment[] {output, Buffers.allocate(0), null}) {
      FilterPortException failure = Failures.failure(() -> send(given));
      assertThat(failure.status()).isEqualTo(NtStatus.FLT_BUFFER_TOO_SMALL);
      assertThat(failure.hresult().value()).isEqualTo(0x8007007A);
      assertThat(failure.bytes()).isEqualTo(40);
    }
    assertThat(Buffers.bytes(output)).containsOnly(0xCC);
  }

  @Test
  @DisplayName("MNF-07, MNF-12: the status that a client sees for too small told less than needed")
  void tooSmallAsClientsSeeIt() {
    answering(NtStatus.FLT_BUFFER_TOO_SMALL, 40);
    assertTooSmall(filled(4));
  }

  @Test
  @DisplayName("MNF-20, CNF-15: throwing and PENDING count as unsuccessful, without bytes")
  void throwing() {
    List<Runnable> misdeeds =
        List.of(
            () -> {
              throw new IllegalStateException("thrown by the test");
            },
            () -> {
              throw new AssertionError("thrown by the test");
            },
            () -> {
              throw Sneaky.thrown(new IOException("thrown by the test"));
            });
    for (Runnable misdeed : misdeeds) {
      world.onMessage =
          (cookie, call) -> {
            call.setReturnLength(4);
            misdeed.run();
            return NtStatus.SUCCESS;
          };
      Background<Integer> sender = Background.of(() -> send(Buffers.allocate(4)));
      FilterPortException failure = Failures.failure(sender::result);
      assertThat(failure.status()).isEqualTo(NtStatus.UNSUCCESSFUL);
      assertThat(failure.bytes()).isZero();
    }
    answering(NtStatus.PENDING, 4);
    assertThat(Failures.status(() -> send("x"))).isEqualTo(NtStatus.UNSUCCESSFUL);
  }

  @Test
  @DisplayName("MNF-20: a callback that returned null killed its worker, and its client hung")
  void returnsNull() {
    world.onMessage = (cookie, call) -> null;
    for (int i = 0; i < 20; i++) {
      assertThat(Background.of(() -> Failures.status(() -> send("x"))).result())
          .isEqualTo(NtStatus.UNSUCCESSFUL);
    }
  }

  // ---- beside the other direction

  @Test
  @DisplayName("MNF-15: a send needs no getter and minds no waiting sender")
  void directionsAreIndependent() {
    Background<SendResult> sender = link.telling("waiting", Link.LONG).untilBlocked();
    send("x");
    assertThat(sender.isDone()).isFalse();
    assertThat(link.get().text()).isEqualTo("waiting");
  }

  @Test
  @DisplayName("MNF-16: replies reach the sender that waits, never the message callback")
  void repliesAreNoMessages() {
    for (int i = 0; i < 10; i++) {
      Get get = link.get();
      Background<SendResult> sender = link.asking("x", Buffers.allocate(4), Link.LONG);
      get.reply("yes");
      assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
      assertThat(Failures.status(() -> get.reply("again")))
          .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    }
    assertThat(world.count("message")).isZero();
  }

  @Test
  @DisplayName("MNF-17: the callback asks the same client, another of its threads answers")
  void reenters() {
    world.onMessage =
        (cookie, call) -> {
          var reply = Buffers.allocate(4);
          var result = link.client().send(Buffers.utf8("really?"), reply, Link.LONG);
          return result.status();
        };
    Get get = link.get();
    Background<NtStatus> sender = Background.of(() -> Failures.status(() -> send("x")));
    assertThat(get.text()).isEqualTo("really?");
    link.reply(get.header().messageId(), NtStatus.PRIVILEGE_NOT_HELD);
    assertThat(sender.result()).isEqualTo(NtStatus.PRIVILEGE_NOT_HELD);
  }

  @Test
  @DisplayName("MNF-17, KSM-39: a poll finds the getter of a client that is inside a call")
  void pollWhileCalling() {
    AtomicReference<Outcome> seen = new AtomicReference<>();
    world.onMessage =
        (cookie, call) -> {
          seen.set(link.tell("x", Timeout.poll()).outcome());
          return NtStatus.SUCCESS;
        };
    Get get = link.get();
    send("x");
    assertThat(seen).hasValue(Outcome.DELIVERED);
    assertThat(get.text()).isEqualTo("x");
  }

  @Test
  @DisplayName(
      "MNF-18, DIS-14: closing its own client inside ends senders, the rest when it returns")
  void closesItsOwnInside() {
    Get message = link.get();
    Background<SendResult> asker = link.asking("x", Buffers.allocate(4), Timeout.infinite());
    message.await();
    Get outstanding = link.get();
    List<Object> inside = new ArrayList<>();
    world.onMessage =
        (cookie, call) -> {
          link.client().close();
          inside.add(link.tell("y", Timeout.infinite()).outcome());
          inside.add(asker.result().outcome());
          inside.add(outstanding.isDone());
          inside.add(world.seatsTaken());
          return NtStatus.SUCCESS;
        };
    assertThat(send("x")).isZero();
    assertThat(inside).containsExactly(Outcome.DISCONNECTED, Outcome.DISCONNECTED, false, 1);
    assertThat(outstanding.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    Waits.until(() -> world.seatsTaken() == 0);
    assertThat(Failures.status(() -> message.reply("late")))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    assertThat(world.count("disconnect")).isZero();
  }

  @Test
  @DisplayName("MNF-18: a callback that closes its own client still answers it, later calls fail")
  void closesItsOwn() {
    world.onMessage = this::closeAndAnswer;
    assertThat(send(Buffers.allocate(4))).isEqualTo(2);
    assertThat(Failures.status(() -> send("y"))).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(world.count("message")).isEqualTo(1);
    assertThat(world.count("disconnect")).isZero();
    link.port().close();
    Waits.until(() -> world.count("disconnected") == 1);
  }

  private NtStatus closeAndAnswer(Object cookie, MessageCall call) {
    link.client().close();
    call.setReturnLength(2);
    return NtStatus.SUCCESS;
  }

  @Test
  @DisplayName("MNF-19: the disconnect callback waits for a message callback that runs")
  void disconnectWaits() {
    Gate gate = new Gate();
    world.onMessage = (cookie, call) -> gate.hold(NtStatus.SUCCESS);
    Background<NtStatus> sender = Background.of(() -> Failures.status(() -> send("x")));
    gate.awaitHeld(1);
    Background<Void> closing = Background.run(() -> link.port().close());
    assertThat(sender.result()).isEqualTo(NtStatus.INVALID_HANDLE);
    Waits.until(() -> !link.client().isConnected());
    assertThat(world.trace).containsExactly("connect", "message");
    gate.open();
    closing.result();
    Waits.until(() -> world.count("disconnected") == 1);
    assertThat(world.trace)
        .containsExactly("connect", "message", "answered", "disconnect", "disconnected");
  }
}
