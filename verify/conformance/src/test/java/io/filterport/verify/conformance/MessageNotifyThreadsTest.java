package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.filter.MessageCall;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Blocked;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The message callback on several threads. */
@EachWorld
class MessageNotifyThreadsTest {
  private static final int MOST = 16;

  private final World world;
  private final Link link;

  MessageNotifyThreadsTest(WorldKind kind) {
    world = World.withPort(kind, 2);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private int send() {
    return link.port().send(Buffers.utf8("x"), null);
  }

  private static NtStatus echo(Object cookie, MessageCall call) {
    MemorySegment.copy(call.input(), 0, call.output(), 0, call.input().byteSize());
    call.setReturnLength((int) call.input().byteSize());
    return NtStatus.SUCCESS;
  }

  @Test
  @DisplayName("MNF-13: callbacks of one connection run at the same time, and of two connections")
  void atTheSameTime() {
    Link other = world.link();
    CyclicBarrier all = new CyclicBarrier(3);
    world.onMessage =
        (cookie, call) -> {
          Waits.at(all);
          return NtStatus.SUCCESS;
        };
    Background<Integer> first = Background.of(this::send);
    Background<Integer> second = Background.of(this::send);
    assertThat(other.port().send(Buffers.utf8("x"), null)).isZero();
    assertThat(first.result()).isZero();
    assertThat(second.result()).isZero();
  }

  @Test
  @DisplayName("MNF-13: sixteen callbacks of one connection at once, the seventeenth waits")
  void sixteenAtOnce() {
    CyclicBarrier all = new CyclicBarrier(MOST + 1);
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
      senders.add(Background.of(this::send));
    }
    Waits.at(all);
    senders.forEach(Background::untilBlocked);
    assertThat(inside).hasValue(MOST);
    goOn.countDown();
    senders.forEach(Background::result);
    assertThat(most).hasValue(MOST);
    assertThat(world.count("message")).isEqualTo(30);
  }

  @Test
  @DisplayName("MNF-13: workers whose call another took were never woken again")
  void allWorkersCanBeCalled() {
    List<Background<Long>> callers = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      callers.add(link.atService(port -> callOften(port, 500)));
    }
    callers.forEach(Background::result);
    CyclicBarrier all = new CyclicBarrier(MOST);
    world.onMessage =
        (cookie, call) -> {
          Waits.at(all);
          return NtStatus.SUCCESS;
        };
    List<Background<Integer>> together = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      together.add(Background.of(this::send));
    }
    assertThat(together).extracting(Background::result).containsOnly(0);
  }

  private static long callOften(FilterPort port, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(port.send(Buffers.utf8("x"), null)).isZero();
    }
    return times;
  }

  @Test
  @DisplayName("MNF-13: 80 threads that call at once are all served, many times over")
  void manyCallers() {
    world.onMessage = MessageNotifyThreadsTest::echo;
    List<Background<Long>> callers = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      byte own = (byte) i;
      callers.add(link.atService(port -> echoOften(port, own)));
    }
    callers.forEach(Background::result);
    assertThat(world.count("message")).isEqualTo(80 * 50);
  }

  private static long echoOften(FilterPort port, byte own) {
    MemorySegment answer = Buffers.allocate(8);
    for (int i = 0; i < 50; i++) {
      assertThat(port.send(Buffers.of(own, own, own), answer)).isEqualTo(3);
      assertThat(Buffers.bytes(answer)).startsWith(own, own, own);
    }
    return own;
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
    send();
    Waits.until(() -> Blocked.isBlocked(worker.get()) && !worker.get().isInterrupted());
  }

  @Test
  @DisplayName("MNF-14: calls of one thread arrive in order, 5000 of them")
  void inOrder() {
    AtomicInteger next = new AtomicInteger();
    world.onMessage =
        (cookie, call) ->
            call.input().get(ValueLayout.JAVA_INT_UNALIGNED, 0) == next.getAndIncrement()
                ? NtStatus.SUCCESS
                : NtStatus.UNSUCCESSFUL;
    assertThat(world.atService(link.port(), port -> count(port, 5_000))).isEqualTo(5_000);
    assertThat(next).hasValue(5_000);
  }

  private static long count(FilterPort port, int times) {
    MemorySegment message = Buffers.allocate(4);
    for (int i = 0; i < times; i++) {
      message.set(ValueLayout.JAVA_INT_UNALIGNED, 0, i);
      assertThat(port.send(message, null)).isZero();
    }
    return times;
  }
}
