package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.Waits;
import io.filterport.engine.slots.CallOutcome.Kind;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Both sides over one memory, with bells that are slept on. */
class MappedHalvesTest {
  private static final Deadline LONG = () -> 20_000_000_000L;

  private final Pair pair = new Pair();
  private final CalleeHalf gets = pair.client.callee();
  private final SlotTable view = pair.memory.toService(pair.sleep);

  @AfterEach
  void close() {
    pair.close();
  }

  private CallOutcome tell(String text) {
    Deadline deadline = deadlineIn(10_000);
    return pair.host
        .caller()
        .call(
            Buffers.utf8(text),
            false,
            null,
            null,
            LookingClock.SPAN,
            new LookingClock(deadline),
            true);
  }

  private static Deadline deadlineIn(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    return () -> end - System.nanoTime();
  }

  private RecordingGetter offer() {
    RecordingGetter getter = new RecordingGetter(256);
    assertThat(gets.offer(getter)).isTrue();
    return getter;
  }

  private Thread await(RecordingGetter getter) {
    Thread thread = Thread.ofPlatform().daemon().unstarted(() -> awaitHere(getter, LONG));
    thread.start();
    return thread;
  }

  private void awaitHere(RecordingGetter getter, Deadline deadline) {
    Waiter me = new Waiter();
    getter.waiter = me;
    gets.await(me, () -> !getter.ends.isEmpty(), deadline);
  }

  private void untilAsleep() {
    Waits.until(
        () -> (Shared.getInt(pair.memory.common(), ConnectionLayout.ARRIVAL_BELL) & 1) != 0);
  }

  @Test
  @DisplayName("KSM-30: 5000 round trips with replies, both sides asleep in between")
  void roundTrips() throws InterruptedException {
    Thread service =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  for (int i = 0; i < 5000; i++) {
                    RecordingGetter getter = offer();
                    awaitHere(getter, LONG);
                    gets.reply(
                        getter.delivery.id(),
                        i,
                        0,
                        Buffers.of(getter.payload),
                        0,
                        getter.payload.length);
                  }
                });
    MemorySegment reply = Buffers.allocate(8);
    for (int i = 0; i < 5000; i++) {
      CallOutcome outcome =
          pair.host
              .caller()
              .call(
                  Buffers.utf8("n" + i),
                  true,
                  reply,
                  null,
                  Timeout.ofMillis(20_000),
                  EngineClock.SYSTEM,
                  true);
      assertThat(outcome.kind()).isEqualTo(Kind.SETTLED);
      assertThat(outcome.status()).isEqualTo(i);
      assertThat(outcome.length()).isEqualTo(("n" + i).length());
    }
    service.join();
    assertThat(pair.breaches).isEmpty();
  }

  @Test
  @DisplayName("GET-19: a leader left, its follower was leaving too, and nobody slept on the bell")
  void followerLeavesToo() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      AtomicBoolean over = new AtomicBoolean();
      Waiter[] leader = new Waiter[1];
      List<Thread> leaving = new ArrayList<>();
      leaving.add(awaitFlag(over, leader));
      untilAsleep();
      for (int i = 0; i < 8; i++) {
        leaving.add(awaitFlag(over, new Waiter[1]));
      }
      RecordingGetter stays = offer();
      Thread staying = await(stays);
      leaving.forEach(MappedHalvesTest::untilParked);
      untilParked(staying);
      over.set(true);
      leader[0].wake();
      leaving.getFirst().join();
      tell("x");
      assertThat(staying.join(Duration.ofSeconds(20))).isTrue();
      assertThat(stays.ends).containsExactly(NtStatus.SUCCESS);
    }
  }

  private static void untilParked(Thread thread) {
    Waits.until(
        () ->
            thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING);
  }

  private Thread awaitFlag(AtomicBoolean over, Waiter[] me) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  me[0] = new Waiter();
                  gets.await(me[0], over::get, LONG);
                });
    untilParked(thread);
    return thread;
  }

  @Test
  @DisplayName("GET-19: threads come and go, and no message is left lying")
  void somebodyAlwaysLeads() throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(Thread.ofPlatform().daemon().start(() -> comeAndGo(over)));
    }
    for (int i = 0; i < 3000; i++) {
      assertThat(tell("x").kind()).as("message %s", i).isEqualTo(Kind.DELIVERED);
    }
    over.set(true);
    pair.close();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Waits for a message for a few microseconds at a time, without looking in between. */
  private void comeAndGo(AtomicBoolean over) {
    long span = 1;
    while (!over.get()) {
      RecordingGetter getter = new RecordingGetter(256);
      if (!gets.offer(getter)) {
        return;
      }
      while (getter.ends.isEmpty()) {
        long end = System.nanoTime() + span++ % 50 * 1000;
        awaitHere(getter, () -> end - System.nanoTime());
      }
    }
  }

  @Test
  @DisplayName("GET-08: arrivals went unnoticed when the thread that led had left")
  void lastingLeader() throws InterruptedException {
    RecordingGetter first = offer();
    Thread leader = await(first);
    untilAsleep();
    assertThat(gets.tryLeader()).isTrue();
    RecordingGetter second = offer();
    tell("first");
    leader.join();
    tell("second");
    Waits.until(() -> !second.ends.isEmpty());
    assertThat(second.ends).containsExactly(NtStatus.SUCCESS);
  }

  @Test
  @DisplayName("INV-09: wakes of our own counted as the peer's, and ended the connection")
  void ownWakesAreNoBreach() throws InterruptedException {
    RecordingGetter getter = offer();
    Waiter[] leader = new Waiter[1];
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  leader[0] = new Waiter();
                  getter.waiter = leader[0];
                  gets.await(leader[0], () -> !getter.ends.isEmpty(), LONG);
                });
    for (int i = 0; i < Watch.MAX_EMPTY_WAKES + 10; i++) {
      untilAsleep();
      leader[0].wake();
    }
    tell("x");
    thread.join();
    assertThat(pair.breaches).isEmpty();
  }

  @Test
  @DisplayName("INV-09: a peer that rings ten thousand times for nothing ends the connection")
  void emptyWakes() {
    await(offer());
    // the first wake still sees the progress that the offer was
    for (int i = 0; i <= Watch.MAX_EMPTY_WAKES + 1; i++) {
      untilAsleep();
      view.arrivalBell.ring();
    }
    Waits.until(() -> !pair.breaches.isEmpty());
    assertThat(pair.breaches.getFirst()).contains("for nothing");
  }

  @Test
  @DisplayName("INV-09: replies announced to two senders that are not there end the connection")
  void emptyBits() throws InterruptedException {
    List<Thread> senders = new ArrayList<>();
    List<RecordingGetter> taken = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      RecordingGetter getter = offer();
      senders.add(Thread.ofPlatform().daemon().start(this::ask));
      awaitHere(getter, LONG);
      taken.add(getter);
    }
    while (pair.breaches.isEmpty() && senders.stream().allMatch(Thread::isAlive)) {
      taken.forEach(getter -> view.done.add(getter.delivery.slot()));
      view.callerBell.ring();
    }
    assertThat(pair.breaches.getFirst()).contains("for nothing");
    pair.close();
    for (Thread sender : senders) {
      sender.join();
    }
  }

  private void ask() {
    CallOutcome ignored =
        pair.host
            .caller()
            .call(
                Buffers.utf8("x"),
                true,
                Buffers.allocate(4),
                null,
                LookingClock.SPAN,
                new LookingClock(LONG),
                true);
  }

  @Test
  @DisplayName("INV-09: a peer that unmarks the bell kept our sleeper asleep over our own close")
  void unmarkedBell() throws InterruptedException {
    RecordingGetter getter = offer();
    Thread sleeper = await(getter);
    untilAsleep();
    Waits.until(() -> sleeper.getState() == Thread.State.TIMED_WAITING);
    Shared.setInt(pair.memory.common(), ConnectionLayout.ARRIVAL_BELL, 0);
    gets.close();
    assertThat(sleeper.join(Duration.ofSeconds(20))).isTrue();
    assertThat(getter.ends).containsExactly(NtStatus.PORT_DISCONNECTED);
  }

  @Test
  @DisplayName("KSM-48: a sender that waits is released by the close of its own side")
  void closeReleasesSender() throws InterruptedException {
    Kind[] end = new Kind[1];
    Thread sender = Thread.ofPlatform().daemon().start(() -> end[0] = tell("x").kind());
    Waits.until(() -> view.hungry.isSet());
    pair.host.close();
    sender.join();
    assertThat(end[0]).isEqualTo(Kind.DISCONNECTED);
  }

  @Test
  @DisplayName(
      "KSM-48: the memory is released when the last thread has left it, and not used after")
  void releasedOnce() throws InterruptedException {
    AtomicBoolean released = new AtomicBoolean();
    RecordingGetter getter = offer();
    Thread sleeper = await(getter);
    untilAsleep();
    pair.client.close();
    pair.client.release(() -> released.set(true));
    sleeper.join();
    Waits.until(released::get);
    assertThat(gets.offer(new RecordingGetter(64))).isFalse();
    gets.collect(getter);
    gets.close();
    assertThat(gets.cancel(getter)).isFalse();
    assertThat(gets.reply(1, 0, 0, Buffers.allocate(0), 0, 0))
        .isEqualTo(CalleeHalf.ReplyOutcome.NO_WAITER);
    assertThat(getter.ends).hasSize(1);
  }

  @Test
  @DisplayName("KSM-35: a getter beyond the slots is offered when the caller takes a reply")
  void starvedGetter() throws InterruptedException {
    List<Thread> senders = new ArrayList<>();
    List<RecordingGetter> taken = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      RecordingGetter getter = offer();
      senders.add(Thread.ofPlatform().daemon().start(this::ask));
      awaitHere(getter, LONG);
      taken.add(getter);
    }
    RecordingGetter beyond = offer();
    Thread waits = await(beyond);
    untilAsleep();
    Kind[] end = new Kind[1];
    Thread sender = Thread.ofPlatform().daemon().start(() -> end[0] = tell("y").kind());
    Waits.until(() -> view.hungry.isSet());
    taken.forEach(getter -> gets.reply(getter.delivery.id(), 0, 0, Buffers.allocate(0), 0, 0));
    sender.join();
    waits.join();
    assertThat(end[0]).isEqualTo(Kind.DELIVERED);
    for (Thread each : senders) {
      each.join();
    }
  }
}
