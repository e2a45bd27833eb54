package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Seed;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Eight threads over twenty connections: sends of every kind, gets, cancels, late and double
 * replies, disconnects. What each side was told is counted, and the two counts must agree.
 */
@EachWorld
class StressTest {
  private static final int CONNECTIONS = 20;
  private static final long SPAN = TimeUnit.SECONDS.toNanos(4);
  private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG_UNALIGNED;

  @RegisterExtension final Seed seed = Seed.ofTest();

  private final World world;
  private final AtomicReferenceArray<Link> connected = new AtomicReferenceArray<>(CONNECTIONS);

  /** Whoever has it replaces the connection of that index. */
  private final List<ReentrantLock> replacing =
      Stream.generate(ReentrantLock::new).limit(CONNECTIONS).toList();

  /** The filter's ends, by the number that their clients connected with. */
  private final Map<Long, ClientPort> clients = new ConcurrentHashMap<>();

  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger links = new AtomicInteger();

  /** What became of each message, by its number: what the sender, getters and repliers saw. */
  private final Map<Long, Fate> fates = new ConcurrentHashMap<>();

  private static final class Fate {
    final boolean replyWanted;
    final AtomicInteger deliveries = new AtomicInteger();
    final AtomicInteger accepted = new AtomicInteger();
    volatile SendResult result;

    Fate(boolean replyWanted) {
      this.replyWanted = replyWanted;
    }
  }

  StressTest(WorldKind kind) {
    world = World.withPort(kind, CONNECTIONS);
    world.onConnect =
        request -> {
          clients.put(request.context().get(NUMBER, 0), request.clientPort());
          return NtStatus.SUCCESS;
        };
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("INV-01, INV-02, INV-03, INV-04, INV-06, INV-07: both sides of everything agree")
  void everythingAtOnce() {
    for (int i = 0; i < CONNECTIONS; i++) {
      connect(i);
    }
    long end = System.nanoTime() + SPAN;
    List<Background<Void>> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      Random random = new Random(seed.value() + t);
      boolean sends = t % 2 == 0;
      threads.add(Background.run(() -> work(random, sends, end)));
    }
    // as long as the threads run; the limit is that of a hanging test
    Waits.until(() -> isOver(end));
    releaseSenders();
    threads.forEach(Background::result);
    for (int i = 0; i < CONNECTIONS; i++) {
      connected.get(i).port().close();
    }
    Waits.until(() -> world.ledger.ended() == links.get());
    world.awaitQuiet();
    assertThat(world.seatsTaken()).isZero();
    assertThat(fates.size()).isGreaterThan(200);
    fates.forEach(this::assertAgreed);
  }

  /** Each look is a look at what holds at any moment, too. */
  private boolean isOver(long end) {
    world.observe();
    return System.nanoTime() > end;
  }

  private void assertAgreed(long number, Fate fate) {
    String what = "message " + number + ": " + fate.result;
    assertThat(fate.result).as(what).isNotNull();
    int deliveries = fate.deliveries.get();
    int accepted = fate.accepted.get();
    switch (fate.result.outcome()) {
      case DELIVERED ->
          assertThat(List.of(fate.replyWanted, accepted)).as(what).isEqualTo(List.of(false, 0));
      case REPLIED, REPLY_TRUNCATED ->
          assertThat(List.of(deliveries, accepted)).as(what).isEqualTo(List.of(1, 1));
      case TIMEOUT_NOT_DELIVERED -> assertThat(deliveries).as(what).isZero();
      default -> assertThat(accepted).as(what).isZero();
    }
    assertThat(deliveries).as(what).isBetween(deliveriesAtLeast(fate), 1);
  }

  /** A message that was delivered may be lost to the reader with its connection, no other. */
  private static int deliveriesAtLeast(Fate fate) {
    return switch (fate.result.outcome()) {
      case REPLIED, REPLY_TRUNCATED, DELIVERED, TIMEOUT_NO_REPLY -> 1;
      default -> 0;
    };
  }

  private void connect(int index) {
    while (true) {
      try {
        long number = numbers.incrementAndGet();
        MemorySegment context = Buffers.allocate(8);
        context.set(NUMBER, 0, number);
        FilterPort port = world.connect(World.NAME, ConnectOptions.withContext(context));
        links.incrementAndGet();
        connected.set(index, new Link(world, port, clients.remove(number)));
        return;
      } catch (FilterPortException e) {
        assertThat(e.status()).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
      }
    }
  }

  private void releaseSenders() {
    for (int i = 0; i < CONNECTIONS; i++) {
      connected.get(i).client().close();
    }
  }

  private void work(Random random, boolean sends, long end) {
    while (System.nanoTime() < end) {
      Link target = connected.get(random.nextInt(CONNECTIONS));
      if (sends) {
        send(random, target);
      } else {
        serve(random, target);
      }
      if (random.nextInt(400) == 0) {
        reconnect(random.nextInt(CONNECTIONS), random.nextBoolean());
      }
    }
  }

  private void reconnect(int index, boolean filterFirst) {
    if (!replacing.get(index).tryLock()) {
      return;
    }
    try {
      if (filterFirst) {
        connected.get(index).client().close();
      }
      connected.get(index).port().close();
      connect(index);
    } finally {
      replacing.get(index).unlock();
    }
  }

  private void send(Random random, Link link) {
    long number = numbers.incrementAndGet();
    MemorySegment message = Buffers.allocate(8 + random.nextInt(40));
    message.set(NUMBER, 0, number);
    boolean replyWanted = random.nextInt(3) > 0;
    Fate fate = new Fate(replyWanted);
    fates.put(number, fate);
    MemorySegment reply = replyWanted ? Buffers.allocate(random.nextInt(16)) : null;
    fate.result = link.client().send(message, reply, anyTimeout(random));
  }

  private static Timeout anyTimeout(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Timeout.poll();
      case 1 -> Timeout.ofMillis(20);
      default -> Timeout.ofNanos(1 + random.nextInt(1_000_000));
    };
  }

  /** A get, and what a service may do with it. */
  private void serve(Random random, Link link) {
    Overlapped overlapped = world.overlapped();
    MemorySegment buffer = Buffers.allocate(random.nextInt(8) == 0 ? 20 : 64);
    try {
      link.port().getMessage(buffer, overlapped);
    } catch (FilterPortException e) {
      assertThat(e.isDisconnected()).isTrue();
      return;
    }
    if (!overlapped.await(Timeout.ofNanos(random.nextInt(2_000_000)))) {
      link.port().cancel(overlapped);
    }
    assertThat(overlapped.await(Link.LONG)).as("a get that ends").isTrue();
    if (overlapped.status().equals(NtStatus.SUCCESS)) {
      answer(random, link, buffer);
    }
  }

  private void answer(Random random, Link link, MemorySegment buffer) {
    MessageHeader header = MessageHeader.read(buffer);
    Fate fate = fates.get(buffer.get(NUMBER, MessageHeader.SIZE));
    fate.deliveries.incrementAndGet();
    int replies = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(2);
    for (int i = 0; i < replies; i++) {
      if (isAccepted(link, header.messageId(), random.nextInt(16))) {
        fate.accepted.incrementAndGet();
      }
    }
  }

  private static boolean isAccepted(Link link, long id, int length) {
    MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE + length);
    new ReplyHeader(NtStatus.SUCCESS, id).write(reply);
    try {
      link.port().reply(reply);
      return true;
    } catch (FilterPortException e) {
      if (e.status().equals(NtStatus.BUFFER_OVERFLOW)) {
        return true;
      }
      assertThat(e.status()).isIn(NtStatus.FLT_NO_WAITER_FOR_REPLY, NtStatus.INVALID_HANDLE);
      return false;
    }
  }
}
