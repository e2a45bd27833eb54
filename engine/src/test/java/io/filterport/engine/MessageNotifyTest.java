package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.Link.Get;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.SendResult.Outcome;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FilterSendMessage and the message callback. */
class MessageNotifyTest {
  private final World world = World.withPort(4);
  private final Link link = world.link();

  @AfterEach
  void close() {
    world.close();
  }

  private static NtStatus echo(Object cookie, MessageCall call) {
    MemorySegment output = call.output();
    if (output != null) {
      long bytes = Math.min(call.input().byteSize(), output.byteSize());
      MemorySegment.copy(call.input(), 0, output, 0, bytes);
      call.setReturnLength((int) bytes);
    }
    return NtStatus.SUCCESS;
  }

  private int send(String text) {
    return link.port().send(Buffers.utf8(text), null);
  }

  @Test
  @DisplayName("USM-01, USM-02, USM-05: closed handle, empty input, one-way, read-only output")
  void orderOfChecks() {
    world.filter.createCommunicationPort(
        PortAttributes.named("\\OneWay"),
        PortCallbacks.of(
            request -> {
              world.clients.add(request.clientPort());
              return NtStatus.SUCCESS;
            },
            cookie -> {}),
        1);
    Link oneWay = world.link("\\OneWay");
    MemorySegment readOnly = Buffers.allocate(4).asReadOnly();
    assertThat(Failures.status(() -> oneWay.port().send(Buffers.allocate(0), readOnly)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(Failures.status(() -> oneWay.port().send(Buffers.utf8("x"), readOnly)))
        .isEqualTo(NtStatus.INVALID_DEVICE_REQUEST);
    assertThat(Failures.status(() -> link.port().send(Buffers.utf8("x"), readOnly)))
        .isEqualTo(NtStatus.ACCESS_VIOLATION);
    oneWay.port().close();
    assertThat(Failures.status(() -> oneWay.port().send(Buffers.allocate(0), readOnly)))
        .isEqualTo(NtStatus.INVALID_HANDLE);
    assertThat(world.count("message")).isZero();
  }

  @Test
  @DisplayName("USM-04: a one-way port refuses sends; messages and replies still work")
  void oneWay() {
    world.filter.createCommunicationPort(
        PortAttributes.named("\\OneWay"),
        PortCallbacks.of(
            request -> {
              world.clients.add(request.clientPort());
              return NtStatus.SUCCESS;
            },
            cookie -> {}),
        1);
    Link oneWay = world.link("\\OneWay");
    FilterPortException refused =
        Failures.failure(() -> oneWay.port().send(Buffers.utf8("x"), null));
    assertThat(refused.hresult().value()).isEqualTo(0x80070001);
    Get get = oneWay.get();
    var sender = oneWay.asking("x", Buffers.allocate(4), Link.LONG);
    get.reply("ok");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("USM-06: on a connection that is over a send says so, the callback does not run")
  void disconnected() {
    link.client().close();
    assertThat(Failures.status(() -> send("x"))).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(world.count("message")).isZero();
  }

  @Test
  @DisplayName("MNF-01, MNF-03: one callback a send, with exactly the bytes that were sent")
  void exactBytes() {
    List<byte[]> seen = new ArrayList<>();
    world.onMessage =
        (cookie, call) -> {
          seen.add(Buffers.bytes(call.input()));
          return NtStatus.SUCCESS;
        };
    assertThat(send("x")).isZero();
    assertThat(seen).containsExactly(Link.bytes("x"));
  }

  @Test
  @DisplayName("MNF-02: each connection has its own cookie")
  void cookies() {
    world.onConnect =
        request -> {
          request.setConnectionCookie("second");
          return NtStatus.SUCCESS;
        };
    Link second = world.link();
    List<Object> seen = new ArrayList<>();
    world.onMessage =
        (cookie, call) -> {
          seen.add(String.valueOf(cookie));
          return NtStatus.SUCCESS;
        };
    send("x");
    second.port().send(Buffers.utf8("x"), null);
    assertThat(seen).containsExactly("null", "second");
  }

  @Test
  @DisplayName("MNF-04, MNF-05: no output is null, an empty output is empty")
  void outputs() {
    AtomicReference<MemorySegment> output = new AtomicReference<>();
    AtomicReference<Long> size = new AtomicReference<>();
    world.onMessage =
        (cookie, call) -> {
          output.set(call.output());
          size.set(call.output() == null ? -1 : call.output().byteSize());
          return NtStatus.SUCCESS;
        };
    send("x");
    assertThat(output.get()).isNull();
    link.port().send(Buffers.utf8("x"), Buffers.allocate(0));
    assertThat(size.get()).isZero();
    link.port().send(Buffers.utf8("x"), Buffers.allocate(12));
    assertThat(size.get()).isEqualTo(12);
  }

  @Test
  @DisplayName("MNF-06, MNF-07, MNF-08: returned length: 0 until set, clamped, the rest untouched")
  void returnedLength() {
    MemorySegment output = Buffers.allocate(16);
    output.fill((byte) 0xCC);
    world.onMessage =
        (cookie, call) -> {
          call.output().fill((byte) 1);
          return NtStatus.SUCCESS;
        };
    assertThat(link.port().send(Buffers.utf8("x"), output)).isZero();
    assertThat(Buffers.bytes(output)).containsOnly(0xCC);
    world.onMessage =
        (cookie, call) -> {
          call.output().fill((byte) 1);
          call.setReturnLength(4);
          return NtStatus.SUCCESS;
        };
    assertThat(link.port().send(Buffers.utf8("x"), output)).isEqualTo(4);
    assertThat(Buffers.bytes(output.asSlice(0, 4))).containsOnly(1);
    assertThat(Buffers.bytes(output.asSlice(4))).containsOnly(0xCC);
    world.onMessage =
        (cookie, call) -> {
          call.setReturnLength(1000);
          return NtStatus.SUCCESS;
        };
    assertThat(link.port().send(Buffers.utf8("x"), output)).isEqualTo(16);
  }

  @Test
  @DisplayName("MNF-08, ERR-08: an error brings no bytes, a warning does")
  void errorsBringNothing() {
    MemorySegment output = Buffers.allocate(4);
    AtomicReference<NtStatus> answer = new AtomicReference<>(NtStatus.ACCESS_DENIED);
    world.onMessage =
        (cookie, call) -> {
          call.output().fill((byte) 1);
          call.setReturnLength(4);
          return answer.get();
        };
    FilterPortException error = Failures.failure(() -> link.port().send(Buffers.utf8("x"), output));
    assertThat(error.status()).isEqualTo(NtStatus.ACCESS_DENIED);
    assertThat(error.bytes()).isZero();
    assertThat(Buffers.bytes(output)).containsOnly(0);
    answer.set(NtStatus.NO_MORE_ENTRIES);
    FilterPortException warning =
        Failures.failure(() -> link.port().send(Buffers.utf8("x"), output));
    assertThat(warning.hresult().value()).isEqualTo(0x80070103);
    assertThat(warning.bytes()).isEqualTo(4);
    assertThat(Buffers.bytes(output)).containsOnly(1);
  }

  @Test
  @DisplayName("MNF-09, BUF-06: the input is a read-only snapshot, both buffers die with the call")
  void buffersDie() {
    AtomicReference<MessageCall> stashed = new AtomicReference<>();
    AtomicReference<MemorySegment> input = new AtomicReference<>();
    AtomicReference<MemorySegment> output = new AtomicReference<>();
    world.onMessage =
        (cookie, call) -> {
          assertThat(call.input().isReadOnly()).isTrue();
          stashed.set(call);
          input.set(call.input());
          output.set(call.output());
          return NtStatus.SUCCESS;
        };
    link.port().send(Buffers.utf8("x"), Buffers.allocate(4));
    Waits.until(() -> !input.get().scope().isAlive());
    assertThatThrownBy(() -> input.get().get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> output.get().fill((byte) 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> stashed.get().input().get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
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
      world.onMessage = (cookie, call) -> new NtStatus(status);
      assertThat(Failures.status(() -> send("x"))).isEqualTo(new NtStatus(status));
    }
  }

  @Test
  @DisplayName("MNF-12, ERR-07: too small says what is needed")
  void tooSmall() {
    world.onMessage =
        (cookie, call) -> {
          call.setReturnLength(40);
          return NtStatus.BUFFER_TOO_SMALL;
        };
    FilterPortException failure =
        Failures.failure(() -> link.port().send(Buffers.utf8("x"), Buffers.allocate(4)));
    assertThat(failure.status()).isEqualTo(NtStatus.FLT_BUFFER_TOO_SMALL);
    assertThat(failure.hresult().value()).isEqualTo(0x8007007A);
    assertThat(failure.bytes()).isEqualTo(40);
  }

  @Test
  @DisplayName("MNF-13: sixteen callbacks of one connection at once, the seventeenth waits")
  void sixteenAtOnce() {
    CyclicBarrier all = new CyclicBarrier(17);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    world.onMessage =
        (cookie, call) -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          if (goOn.getCount() > 0) {
            Waits.at(all);
            Waits.on(goOn);
          }
          inside.decrementAndGet();
          return NtStatus.SUCCESS;
        };
    List<Background<Integer>> senders = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      senders.add(Background.of(() -> send("x")));
    }
    Waits.at(all);
    senders.forEach(Background::untilBlocked);
    assertThat(inside).hasValue(16);
    goOn.countDown();
    senders.forEach(Background::result);
    assertThat(most).hasValue(16);
    assertThat(world.count("message")).isEqualTo(30);
  }

  @Test
  @DisplayName("MNF-15: a send needs no getter and minds no waiting sender")
  void directionsAreIndependent() {
    var sender = link.telling("waiting", Link.LONG).untilBlocked();
    send("x");
    assertThat(sender.isDone()).isFalse();
    assertThat(link.get().text()).isEqualTo("waiting");
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
  @DisplayName("MNF-18: a callback that closes its own client still answers it, later calls fail")
  void closesItsOwn() {
    world.onMessage =
        (cookie, call) -> {
          link.client().close();
          call.setReturnLength(2);
          return NtStatus.SUCCESS;
        };
    assertThat(link.port().send(Buffers.utf8("x"), Buffers.allocate(4))).isEqualTo(2);
    assertThat(Failures.status(() -> send("y"))).isEqualTo(NtStatus.PORT_DISCONNECTED);
    assertThat(world.count("message")).isEqualTo(1);
    assertThat(world.count("disconnect")).isZero();
    link.port().close();
    assertThat(world.count("disconnect")).isEqualTo(1);
  }

  @Test
  @DisplayName("MNF-20, CNF-15: throwing, PENDING and null count as unsuccessful, without bytes")
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
      FilterPortException failure =
          Failures.failure(() -> link.port().send(Buffers.utf8("x"), Buffers.allocate(4)));
      assertThat(failure.status()).isEqualTo(NtStatus.UNSUCCESSFUL);
      assertThat(failure.bytes()).isZero();
    }
    world.onMessage = (cookie, call) -> NtStatus.PENDING;
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

  @Test
  @DisplayName("MNF-13: a callback left its thread interrupted, and the worker never slept again")
  void leavesInterrupt() {
    AtomicReference<Thread> worker = new AtomicReference<>();
    world.onMessage =
        (cookie, call) -> {
          worker.set(Thread.currentThread());
          Thread.currentThread().interrupt();
          return NtStatus.SUCCESS;
        };
    send("x");
    Waits.until(() -> worker.get().getState() == Thread.State.WAITING);
    assertThat(worker.get().isInterrupted()).isFalse();
  }

  @Test
  @DisplayName("MNF-03: a mebibyte both ways")
  void largest() {
    world.onMessage = MessageNotifyTest::echo;
    byte[] question = new byte[1 << 20];
    new Random(3).nextBytes(question);
    MemorySegment answer = Buffers.allocate(question.length);
    assertThat(link.port().send(Buffers.of(question), answer)).isEqualTo(question.length);
    assertThat(Buffers.bytes(answer)).isEqualTo(question);
    assertThat(Failures.status(() -> link.port().send(Buffers.allocate((1 << 20) + 1), answer)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
  }

  @Test
  @DisplayName("USM-08: an interrupt does not end a send, and the flag stays set")
  void interruptIsKept() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.onMessage =
        (cookie, call) -> {
          inside.countDown();
          Waits.on(goOn);
          return NtStatus.SUCCESS;
        };
    Background<Boolean> sender =
        Background.of(
            () -> {
              send("x");
              return Thread.currentThread().isInterrupted();
            });
    Waits.on(inside);
    sender.thread.interrupt();
    goOn.countDown();
    assertThat(sender.result()).isTrue();
  }

  @Test
  @DisplayName("MNF-14: calls of one thread arrive in order, 20000 of them")
  void inOrder() {
    AtomicInteger next = new AtomicInteger();
    world.onMessage =
        (cookie, call) ->
            call.input().get(ValueLayout.JAVA_INT_UNALIGNED, 0) == next.getAndIncrement()
                ? NtStatus.SUCCESS
                : NtStatus.UNSUCCESSFUL;
    MemorySegment message = Buffers.allocate(4);
    for (int i = 0; i < 20_000; i++) {
      message.set(ValueLayout.JAVA_INT_UNALIGNED, 0, i);
      assertThat(link.port().send(message, null)).isZero();
    }
  }

  @Test
  @DisplayName("MNF-13: workers whose call another took were never woken again")
  void allWorkersCanBeCalled() {
    List<Background<Void>> callers = new ArrayList<>();
    for (int i = 0; i < CallDispatcher.MAX_WORKERS; i++) {
      callers.add(Background.run(() -> sendOften(1000)));
    }
    callers.forEach(Background::result);
    CyclicBarrier all = new CyclicBarrier(CallDispatcher.MAX_WORKERS);
    world.onMessage =
        (cookie, call) -> {
          Waits.at(all);
          return NtStatus.SUCCESS;
        };
    List<Background<Integer>> together = new ArrayList<>();
    for (int i = 0; i < CallDispatcher.MAX_WORKERS; i++) {
      together.add(Background.of(() -> send("x")));
    }
    assertThat(together).extracting(Background::result).containsOnly(0);
  }

  private void sendOften(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(send("x")).isZero();
    }
  }

  @Test
  @DisplayName("MNF-13: 80 threads that call at once are all served, many times over")
  void manyCallers() {
    world.onMessage = MessageNotifyTest::echo;
    List<Background<Void>> callers = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      byte own = (byte) i;
      callers.add(Background.run(() -> callOften(own)));
    }
    callers.forEach(Background::result);
    assertThat(world.count("message")).isEqualTo(80 * 50);
  }

  private void callOften(byte own) {
    MemorySegment answer = Buffers.allocate(8);
    for (int i = 0; i < 50; i++) {
      assertThat(link.port().send(Buffers.of(own, own, own), answer)).isEqualTo(3);
      assertThat(Buffers.bytes(answer)).startsWith(own, own, own);
    }
  }

  @Test
  @DisplayName("USM-06: callers beyond the sixteen are released by a disconnect")
  void disconnectReleasesCallers() {
    CountDownLatch inside = new CountDownLatch(CallDispatcher.MAX_WORKERS);
    CountDownLatch goOn = new CountDownLatch(1);
    world.onMessage =
        (cookie, call) -> {
          inside.countDown();
          Waits.on(goOn);
          return NtStatus.SUCCESS;
        };
    List<Background<NtStatus>> senders = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      senders.add(Background.of(() -> Failures.status(() -> send("x"))));
    }
    Waits.on(inside);
    senders.forEach(Background::untilBlocked);
    link.client().close();
    assertThat(senders).extracting(Background::result).containsOnly(NtStatus.PORT_DISCONNECTED);
    goOn.countDown();
  }

  @Test
  @DisplayName("KSM-39: a poll finds the getter of a client that is inside a call")
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
}
