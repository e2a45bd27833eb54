package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.MessageCall;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.CompletionPort;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Blocked;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Gate;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Calls that wait on more virtual threads than a small machine has carriers for. */
@EachWorld
class VirtualThreadTest {
  /** Fewer than callbacks run at once. */
  private static final int THREADS = 12;

  private static final String DONE = "done";

  private final World world;
  private final Link link;
  private final Gate gate = new Gate();

  VirtualThreadTest(WorldKind kind) {
    world = World.withPort(kind, 1);
    link = world.link();
    world.onMessage = this::called;
  }

  /** The last one of the service's virtual threads lets the others go. */
  private NtStatus called(Object cookie, MessageCall call) {
    if (Link.text(call.input()).equals(DONE)) {
      gate.open();
    } else {
      gate.hold();
    }
    return NtStatus.SUCCESS;
  }

  @AfterEach
  void close() {
    gate.open();
    world.close();
  }

  private static List<Thread> start(Runnable call) {
    List<Thread> threads =
        IntStream.range(0, THREADS).mapToObj(i -> Thread.startVirtualThread(call)).toList();
    Waits.until(() -> threads.stream().allMatch(Blocked::isBlocked));
    return threads;
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(Duration.ofSeconds(20))).as("the end of " + thread).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("MAP-11: sends that wait for a getter leave the carriers to others")
  void senders() {
    Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    List<Thread> senders = start(() -> outcomes.add(link.tell("x", Timeout.infinite()).outcome()));
    join(Thread.startVirtualThread(() -> outcomes.add(Outcome.REFUSED)));
    assertThat(outcomes).containsExactly(Outcome.REFUSED);
    for (int i = 0; i < THREADS; i++) {
      assertThat(link.get().text()).isEqualTo("x");
    }
    senders.forEach(VirtualThreadTest::join);
    assertThat(outcomes).hasSize(1 + THREADS).endsWith(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("MAP-11: sends that wait for a reply leave them, too")
  void waiters() {
    List<Link.Get> gets = IntStream.range(0, THREADS).mapToObj(i -> link.get()).toList();
    Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    List<Thread> senders =
        start(
            () ->
                outcomes.add(
                    link.client()
                        .send(Buffers.utf8("x"), Buffers.allocate(0), Timeout.infinite())
                        .outcome()));
    join(Thread.startVirtualThread(() -> gets.forEach(get -> get.reply(""))));
    senders.forEach(VirtualThreadTest::join);
    assertThat(outcomes).hasSize(THREADS).containsOnly(Outcome.REPLIED);
  }

  /** In the service's process: the calls wait, and another virtual thread runs beside them. */
  private static long serve(FilterPort port, Runnable call) {
    List<Thread> threads = start(call);
    join(Thread.startVirtualThread(() -> port.send(Buffers.utf8(DONE), null)));
    threads.forEach(VirtualThreadTest::join);
    return threads.size();
  }

  @Test
  @DisplayName("MAP-11: so do gets that block")
  void gets() {
    Background<Long> service =
        link.atService(port -> serve(port, () -> port.getMessage(Buffers.allocate(64))));
    tellEach();
    assertThat(service.result()).isEqualTo(THREADS);
  }

  private void tellEach() {
    gate.hold();
    for (int i = 0; i < THREADS; i++) {
      assertThat(link.tell("x", Link.LONG).outcome()).isEqualTo(Outcome.DELIVERED);
    }
  }

  @Test
  @DisplayName("MAP-11: and workers of a completion port")
  void workers() {
    Background<Long> service =
        link.atService(
            port -> {
              CompletionPort queue = CompletionPort.create();
              queue.associate(port, 1);
              for (int i = 0; i < THREADS; i++) {
                port.getMessage(Buffers.allocate(64), Overlapped.create());
              }
              return serve(port, () -> queue.get(Timeout.infinite()));
            });
    tellEach();
    assertThat(service.result()).isEqualTo(THREADS);
  }

  @Test
  @DisplayName("MAP-11: and a client's calls whose callbacks run")
  void calls() {
    Background<Long> service =
        link.atService(port -> serve(port, () -> port.send(Buffers.utf8("x"), null)));
    assertThat(service.result()).isEqualTo(THREADS);
    assertThat(world.count("message")).isEqualTo(THREADS + 1);
  }
}
