package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.Timeout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A peer that scribbles over everything it can write, while the host calls and is called. The host
 * here even goes on after a breach, where a connection would end at the first.
 */
class HostileStressTest {
  private static final long[] SETS = {
    ConnectionLayout.OFFERED, ConnectionLayout.ARRIVED, ConnectionLayout.DONE
  };

  private static final long[] INTS = {
    ConnectionLayout.ARRIVAL_BELL, ConnectionLayout.CALLER_BELL, ConnectionLayout.CLIENT_FLAG
  };

  private static final long SPAN = TimeUnit.MILLISECONDS.toNanos(1500);

  private final long seed = Long.getLong("test.seed", System.nanoTime());
  private final Pair pair = new Pair();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Queue<RecordingGetter> offered = new ConcurrentLinkedQueue<>();

  @Test
  @DisplayName("INV-09: scribbling hurts nobody: no exception, no getter twice, no sender stuck")
  void scribble() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    threads.add(start(() -> scribble(new Random(seed))));
    threads.add(start(this::send));
    threads.add(start(this::send));
    threads.add(start(this::serve));
    threads.add(start(this::serve));
    long start = System.nanoTime();
    while (System.nanoTime() - start < SPAN) {
      Thread.onSpinWait();
    }
    over.set(true);
    pair.host.close();
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(20))).as("seed %s", seed).isTrue();
    }
    assertThat(failures).as("seed %s", seed).isEmpty();
    assertThat(pair.breaches).as("seed %s", seed).isNotEmpty();
    assertThat(offered).as("seed %s", seed).allMatch(getter -> getter.ends.size() == 1);
  }

  private Thread start(Runnable action) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                action.run();
              } catch (Throwable e) {
                failures.add(e);
              }
            });
  }

  private void send() {
    MemorySegment reply = Buffers.allocate(64);
    MemorySegment message = Buffers.allocate(20);
    while (!over.get()) {
      long end = System.nanoTime() + 50_000;
      CallOutcome ignored =
          pair.host
              .caller()
              .call(
                  message,
                  true,
                  reply,
                  null,
                  Timeout.ofNanos(Math.max(1, end - System.nanoTime())),
                  EngineClock.SYSTEM,
                  true);
      // many thousands of lines would only slow the peer down
      trimBreaches();
    }
  }

  private void trimBreaches() {
    if (pair.breaches.size() > 100) {
      AtomicInteger kept = new AtomicInteger();
      pair.breaches.removeIf(breach -> kept.incrementAndGet() > 10);
    }
  }

  private void serve() {
    CalleeHalf calls = pair.host.callee();
    MemorySegment answer = Buffers.allocate(10);
    while (!over.get()) {
      RecordingGetter getter = new RecordingGetter(1000);
      if (!calls.offer(getter)) {
        return;
      }
      offered.add(getter);
      calls.service();
      calls.collect(getter);
      Delivery delivery = getter.delivery;
      if (delivery != null) {
        calls.reply(delivery.id(), 0, 0, answer, 0, (int) answer.byteSize());
      }
      if (offered.size() > 2000 && !getter.ends.isEmpty()) {
        offered.removeIf(done -> done.ends.size() == 1);
      }
      if (getter.ends.isEmpty()) {
        calls.cancel(getter);
      }
    }
  }

  private void scribble(Random random) {
    int table = Pair.LAYOUT.tableBytes();
    MemorySegment common = pair.memory.common();
    while (!over.get()) {
      int base = random.nextBoolean() ? 0 : table;
      long line = base + 1024L + 128L * random.nextInt(random.nextInt(64) + 1);
      switch (random.nextInt(8)) {
        case 0 -> Shared.setLong(common, line, random.nextLong());
        case 1, 2, 3 ->
            Shared.setLong(common, line, plausible(random, Shared.getLong(common, line)));
        case 4 -> Shared.setLong(common, base + SETS[random.nextInt(3)], random.nextLong());
        case 5 -> Shared.setInt(common, base + INTS[random.nextInt(3)], random.nextInt());
        case 6 -> Shared.setLong(common, line + 8, random.nextLong());
        default -> common.set(ValueLayout.JAVA_INT, records(random), random.nextInt());
      }
    }
  }

  private static long records(Random random) {
    long begin = 2L * Pair.LAYOUT.tableBytes();
    return begin + 4096L * random.nextInt(128) + 4L * random.nextInt(40);
  }

  /** The same generation, so that most checks pass, and a phase that may fit. */
  private static long plausible(Random random, long word) {
    int generation = SlotWord.generation(word);
    return switch (random.nextInt(6)) {
      case 0 -> SlotWord.of(SlotWord.OFFERED, generation + 1, 200);
      case 1 -> SlotWord.delivered(generation, random.nextInt(300), random.nextBoolean());
      case 2 -> SlotWord.expired(SlotWord.delivered(generation, random.nextInt(300), true));
      case 3 -> SlotWord.of(SlotWord.REPLIED, generation, random.nextInt());
      case 4 -> SlotWord.of(SlotWord.FREE, generation, 0);
      default -> SlotWord.of(random.nextInt(8), generation, random.nextInt(500));
    };
  }
}
