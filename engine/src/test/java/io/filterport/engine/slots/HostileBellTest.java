package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HostileBellTest {
  @Test
  @DisplayName("INV-09: waking a thread for nothing without ringing is a breach in the end")
  void wakesWithoutRinging() {
    HostilePeer peer = new HostilePeer(new AlwaysWoken(() -> {}));
    awaitBreach(peer);
    assertThat(peer.breaches).containsExactly("rang 10000 times for nothing");
  }

  @Test
  @DisplayName("INV-09: announcing offers as arrivals for ever is a breach in the end")
  void bitsWithoutArrivals() {
    AtomicInteger sleeps = new AtomicInteger();
    Waiter me = new Waiter();
    RecordedGetter getter = new RecordedGetter(me::wake);
    HostilePeer[] peer = new HostilePeer[1];
    peer[0] =
        new HostilePeer(
            new AlwaysWoken(
                () -> {
                  sleeps.incrementAndGet();
                  peer[0].toFilter.arrived.add(getter.slot);
                }));
    assertThat(peer[0].host.callee().offer(getter)).isTrue();
    peer[0].host.callee().await(me, () -> !peer[0].breaches.isEmpty(), Deadline.NEVER);
    assertThat(peer[0].breaches).containsExactly("rang 10000 times for nothing");
    assertThat(sleeps.get()).isGreaterThan(1_000);
  }

  @Test
  @DisplayName("INV-09: a thread that another one wakes for each stale bit bore them for ever")
  void bitsThatOthersPokeFor() {
    AtomicInteger sleeps = new AtomicInteger();
    Waiter me = new Waiter();
    RecordedGetter getter = new RecordedGetter();
    HostilePeer[] peer = new HostilePeer[1];
    peer[0] =
        new HostilePeer(
            new AlwaysWoken(
                () -> {
                  sleeps.incrementAndGet();
                  me.wake();
                  peer[0].toFilter.arrived.add(getter.slot);
                }));
    assertThat(peer[0].host.callee().offer(getter)).isTrue();
    BooleanSupplier over = () -> !peer[0].breaches.isEmpty() || sleeps.get() > 100_000;
    peer[0].host.callee().await(me, over, Deadline.NEVER);
    assertThat(peer[0].breaches).containsExactly("rang 10000 times for nothing");
  }

  @Test
  @DisplayName(
      "GET-05: messages that somebody else has collected already are not wakes for nothing")
  void wakesForCollectedMessages() {
    AtomicInteger messages = new AtomicInteger();
    HostilePeer[] peer = new HostilePeer[1];
    peer[0] =
        new HostilePeer(
            new AlwaysWoken(
                () -> {
                  messages.incrementAndGet();
                  sendAndCollect(peer[0]);
                }));
    Waiter me = new Waiter();
    peer[0].host.callee().await(me, () -> messages.get() > 30_000, Deadline.NEVER);
    assertThat(peer[0].breaches).isEmpty();
  }

  private static void sendAndCollect(HostilePeer peer) {
    RecordedGetter getter = new RecordedGetter();
    peer.host.callee().offer(getter);
    int slot = getter.slot;
    int generation = SlotWord.generation(peer.toFilter.word(slot));
    long delivered = SlotWord.delivered(generation, 1, true);
    peer.toFilter.setWord(slot, delivered);
    peer.toFilter.arrived.add(slot);
    peer.host.callee().collect(getter);
    peer.toFilter.setWord(slot, SlotWord.expired(delivered));
  }

  @Test
  @DisplayName("HND-06: a wake at the end that the peer hides is repeated until it is seen")
  void hiddenWake() throws InterruptedException {
    HidingSleep sleep = new HidingSleep();
    HostilePeer peer = new HostilePeer(sleep);
    CountDownLatch ended = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              CalleeHalf half = peer.host.callee();
              half.await(new Waiter(), half::isClosed, Deadline.NEVER);
              ended.countDown();
            });
    sleep.asleep.acquire();
    sleep.hideNext = true;
    peer.host.close();
    assertThat(sleep.hideNext).as("there was a wake to hide").isFalse();
    assertThat(peer.host.rouse()).isTrue();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(peer.host.rouse()).as("nobody sleeps any more").isFalse();
  }

  private static void awaitBreach(HostilePeer peer) {
    peer.host.callee().await(new Waiter(), () -> !peer.breaches.isEmpty(), Deadline.NEVER);
  }

  /** A peer that does something, and then wakes whoever sleeps. */
  private record AlwaysWoken(Runnable meanwhile) implements Sleep {
    @Override
    public boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
      meanwhile.run();
      return true;
    }

    @Override
    public void wake(MemorySegment segment, long offset) {
      // nobody sleeps for long
    }

    @Override
    public void wakeAll(MemorySegment segment, long offset) {
      // nobody sleeps for long
    }
  }

  /** A peer that puts the bell back before a wake is seen. */
  private static final class HidingSleep implements Sleep {
    final Semaphore asleep = new Semaphore(0);
    volatile boolean hideNext;
    private final Semaphore wakes = new Semaphore(0);

    @Override
    public boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
      asleep.release();
      wakes.acquireUninterruptibly();
      return true;
    }

    @Override
    public void wake(MemorySegment segment, long offset) {
      // a wake of one may meet a sleeper of the peer's
    }

    @Override
    public void wakeAll(MemorySegment segment, long offset) {
      if (hideNext) {
        hideNext = false;
      } else {
        wakes.release();
      }
    }
  }
}
