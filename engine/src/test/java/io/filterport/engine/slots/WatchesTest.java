package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.engine.Waits;
import io.filterport.engine.slots.CallOutcome.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One thread that waits on several connections, with bells that are slept on. */
class WatchesTest {
  private static final Deadline LONG = () -> 20_000_000_000L;

  private final Pair.MonitorSleep sleep = new Pair.MonitorSleep(3);
  private final List<Pair> pairs = pairs(sleep, 3);

  private static List<Pair> pairs(Pair.MonitorSleep sleep, int count) {
    return IntStream.range(0, count).mapToObj(i -> new Pair(sleep, "watched-" + i)).toList();
  }

  @AfterEach
  void close() {
    pairs.forEach(Pair::close);
    assertThat(pairs).allMatch(pair -> pair.breaches.isEmpty());
  }

  private static void untilAsleepOn(Pair pair) {
    Waits.until(
        () -> (Shared.getInt(pair.memory.common(), ConnectionLayout.ARRIVAL_BELL) & 1) != 0);
  }

  private static RecordingGetter offer(Pair pair) {
    RecordingGetter getter = new RecordingGetter(256);
    assertThat(pair.client.callee().offer(getter)).isTrue();
    return getter;
  }

  private static Kind tell(Pair pair) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    return pair.host
        .caller()
        .call(
            Buffers.utf8("x"),
            false,
            null,
            null,
            Timeout.ofNanos(Math.max(1, end - System.nanoTime())),
            EngineClock.SYSTEM,
            true)
        .kind();
  }

  /** Waits on all of them for the end of one getter. */
  private static Thread awaitOnAll(List<Pair> all, RecordingGetter getter) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              Waiter me = new Waiter();
              getter.waiter = me;
              List<CalleeHalf> halves = all.stream().map(pair -> pair.client.callee()).toList();
              CalleeHalf.await(
                  halves,
                  me,
                  () -> !getter.ends.isEmpty() || halves.stream().anyMatch(CalleeHalf::isClosed),
                  LONG);
            });
  }

  private static Thread awaitOn(Pair pair, RecordingGetter getter) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              Waiter me = new Waiter();
              getter.waiter = me;
              pair.client.callee().await(me, () -> !getter.ends.isEmpty(), LONG);
            });
  }

  private static void join(Thread thread) throws InterruptedException {
    assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  @DisplayName("GET-26: one thread sleeps on all bells, a message on any of them wakes it")
  void anyWakes() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      Pair pair = pairs.get(round % pairs.size());
      RecordingGetter getter = offer(pair);
      Thread waits = awaitOnAll(pairs, getter);
      if (round % 2 == 0) {
        pairs.forEach(WatchesTest::untilAsleepOn);
      }
      assertThat(tell(pair)).isEqualTo(Kind.DELIVERED);
      join(waits);
      assertThat(getter.ends).containsExactly(NtStatus.SUCCESS);
    }
  }

  @Test
  @DisplayName("GET-26: it does the bookkeeping for those that wait on one of them")
  void leadsForOthers() throws InterruptedException {
    RecordingGetter never = offer(pairs.get(0));
    Thread waits = awaitOnAll(pairs, never);
    pairs.forEach(WatchesTest::untilAsleepOn);
    for (Pair pair : pairs) {
      RecordingGetter getter = offer(pair);
      Thread follower = awaitOn(pair, getter);
      if (pair == pairs.get(0)) {
        tell(pair);
        join(waits);
      }
      tell(pair);
      join(follower);
      assertThat(getter.ends).containsExactly(NtStatus.SUCCESS);
    }
  }

  @Test
  @DisplayName("GET-26: asleep on one bell it was not woken to lead on another that was left")
  void takesOver() throws InterruptedException {
    for (int round = 0; round < 50; round++) {
      RecordingGetter first = offer(pairs.get(1));
      Thread leader = awaitOn(pairs.get(1), first);
      untilAsleepOn(pairs.get(1));
      RecordingGetter second = offer(pairs.get(1));
      Thread waits = awaitOnAll(pairs, second);
      untilAsleepOn(pairs.get(0));
      tell(pairs.get(1));
      join(leader);
      tell(pairs.get(1));
      join(waits);
      assertThat(second.ends).containsExactly(NtStatus.SUCCESS);
    }
  }

  @Test
  @DisplayName("GET-26: threads come and go, and no message is left lying")
  void somebodyAlwaysLeads() throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int from = t % 2;
      threads.add(Thread.ofPlatform().daemon().start(() -> comeAndGo(from, over)));
    }
    for (int i = 0; i < 2000; i++) {
      assertThat(tell(pairs.get(i % pairs.size()))).as("message %s", i).isEqualTo(Kind.DELIVERED);
    }
    over.set(true);
    pairs.forEach(Pair::close);
    for (Thread thread : threads) {
      join(thread);
    }
  }

  /** Waits for a message on each for a few microseconds at a time. */
  private void comeAndGo(int from, AtomicBoolean over) {
    List<Pair> mine = pairs.subList(from, pairs.size());
    List<CalleeHalf> halves = mine.stream().map(pair -> pair.client.callee()).toList();
    long span = 1;
    while (!over.get()) {
      Waiter me = new Waiter();
      List<RecordingGetter> getters = new ArrayList<>();
      for (Pair pair : pairs) {
        RecordingGetter getter = new RecordingGetter(256);
        getter.waiter = me;
        pair.client.callee().offer(getter);
        getters.add(getter);
      }
      BooleanSupplier any = () -> getters.stream().anyMatch(getter -> !getter.ends.isEmpty());
      while (!over.get() && !any.getAsBoolean()) {
        long end = System.nanoTime() + span++ % 50 * 1000;
        CalleeHalf.await(halves, me, any, () -> end - System.nanoTime());
      }
      for (int i = 0; i < pairs.size(); i++) {
        pairs.get(i).client.callee().cancel(getters.get(i));
      }
    }
  }

  @Test
  @DisplayName("GET-27: the end of one wakes the thread, and its memory is released")
  void oneEnds() throws InterruptedException {
    for (Pair pair : pairs) {
      RecordingGetter getter = new RecordingGetter(256);
      Thread waits = awaitOnAll(pairs.subList(pairs.indexOf(pair), pairs.size()), getter);
      untilAsleepOn(pair);
      pair.client.close();
      join(waits);
      AtomicBoolean released = new AtomicBoolean();
      pair.client.release(() -> released.set(true));
      Waits.until(released::get);
    }
  }

  @Test
  @DisplayName("a worker between two calls touched memory that was gone")
  void insideBetweenCalls() {
    Pair pair = pairs.getFirst();
    CalleeHalf half = pair.host.callee();
    AtomicBoolean released = new AtomicBoolean();
    assertThat(half.enter()).isTrue();
    pair.close();
    pair.host.release(() -> released.set(true));
    assertThat(released).isFalse();
    half.exit();
    assertThat(released).isTrue();
    assertThat(half.enter()).isFalse();
  }

  @Test
  @DisplayName("GET-26: one connection more than a thread can sleep on has a thread of its own")
  void tooMany() throws InterruptedException {
    Pair.MonitorSleep small = new Pair.MonitorSleep(2);
    List<Pair> three = pairs(small, 3);
    for (int i = 2; i >= 0; i--) {
      RecordingGetter getter = offer(three.get(i));
      Thread waits = awaitOnAll(three, getter);
      three.forEach(WatchesTest::untilAsleepOn);
      tell(three.get(i));
      join(waits);
      assertThat(getter.ends).containsExactly(NtStatus.SUCCESS);
    }
    assertThat(threads()).contains("watched-2-gets").doesNotContain("watched-0-gets");
    three.forEach(Pair::close);
    Waits.until(() -> !threads().contains("watched-2-gets"));
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  @Test
  @DisplayName("MAP-11: for a virtual thread each connection has a thread of its own")
  void virtualThread() throws InterruptedException {
    RecordingGetter getter = offer(pairs.get(2));
    Thread waits =
        Thread.ofVirtual()
            .start(
                () -> {
                  Waiter me = new Waiter();
                  getter.waiter = me;
                  List<CalleeHalf> halves =
                      pairs.stream().map(pair -> pair.client.callee()).toList();
                  CalleeHalf.await(halves, me, () -> !getter.ends.isEmpty(), LONG);
                });
    pairs.forEach(WatchesTest::untilAsleepOn);
    tell(pairs.get(2));
    join(waits);
    assertThat(threads()).contains("watched-0-gets", "watched-1-gets", "watched-2-gets");
  }

  @Test
  @DisplayName("INV-09: a peer that rings for nothing ends its own connection, not the others")
  void emptyWakes() {
    List<Pair> hostile = pairs(sleep, 2);
    RecordingGetter getter = offer(hostile.get(0));
    awaitOnAll(hostile, getter);
    SlotTable view = hostile.get(1).memory.toService(sleep);
    for (int i = 0; i <= Watch.MAX_EMPTY_WAKES + 1; i++) {
      untilAsleepOn(hostile.get(1));
      view.arrivalBell.ring();
    }
    Waits.until(() -> !hostile.get(1).breaches.isEmpty());
    assertThat(hostile.get(1).breaches.getFirst()).contains("for nothing");
    assertThat(hostile.get(0).breaches).isEmpty();
    tell(hostile.get(0));
    Waits.until(() -> !getter.ends.isEmpty());
    hostile.forEach(Pair::close);
  }
}
