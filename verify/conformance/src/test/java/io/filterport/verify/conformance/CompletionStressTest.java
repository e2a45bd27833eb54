package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Gets that end in every way at once, on two connections of one completion port. */
@EachWorld
class CompletionStressTest {
  /** Ends a worker. */
  private static final Completion END = new Completion(-1, null, NtStatus.SUCCESS, 0);

  private static final int WORKERS = 3;
  private static final int GETS = 8;

  /** Too small for every third message. */
  private static final int SMALL = 17;

  private final int messages;
  private final World world;
  private final List<Link> links;
  private final CompletionPort queue;

  /** Gets that were accepted and have not completed. */
  private final Map<Overlapped, Link> outstanding = new ConcurrentHashMap<>();

  /** OVERLAPPEDs that circulate: each until its connection is over. */
  private final AtomicInteger circulating = new AtomicInteger();

  private final AtomicInteger delivered = new AtomicInteger();
  private final AtomicInteger tooSmall = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicInteger disconnected = new AtomicInteger();

  CompletionStressTest(WorldKind kind) {
    messages = kind == WorldKind.EMBEDDED ? 20_000 : 500;
    world = World.withPort(kind, 2);
    links = List.of(world.link(), world.link());
    queue = world.completionPort();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("GET-20, GET-25: every accepted get posts exactly one packet, however it ends")
  void exactlyOnePacket() {
    for (int i = 0; i < links.size(); i++) {
      queue.associate(links.get(i).port(), i);
      for (int g = 0; g < GETS; g++) {
        circulating.incrementAndGet();
        post(world.overlapped(), links.get(i), SMALL);
      }
    }
    List<Background<Void>> workers = new ArrayList<>();
    for (int w = 0; w < WORKERS; w++) {
      workers.add(Background.run(this::serve));
    }
    List<Background<Void>> senders =
        links.stream().map(link -> Background.run(() -> sendAll(link))).toList();
    Background<Integer> canceller = Background.of(() -> cancelUntil(senders));
    senders.forEach(Background::result);
    int cancels = canceller.result();
    links.forEach(link -> link.client().close());
    Waits.until(() -> circulating.get() == 0);
    workers.forEach(worker -> queue.post(END));
    workers.forEach(Background::result);
    assertThat(delivered).hasValue(links.size() * messages);
    assertThat(cancelled).hasValue(cancels);
    assertThat(tooSmall.get()).isPositive();
    assertThat(outstanding).isEmpty();
    assertThat(disconnected.get()).isBetween(1, links.size() * GETS);
    assertThat(queue.get(Timeout.poll())).isNull();
  }

  /** Counted before it is posted: its packet may come at once. */
  private void post(Overlapped overlapped, Link link, int size) {
    assertThat(outstanding.put(overlapped, link)).as("two gets of one OVERLAPPED").isNull();
    try {
      link.port().getMessage(Buffers.allocate(size), overlapped);
    } catch (FilterPortException e) {
      assertThat(e.status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
      outstanding.remove(overlapped);
      circulating.decrementAndGet();
    }
  }

  private void serve() {
    for (Completion packet = queue.get(Link.LONG);
        packet != null && packet.key() != END.key();
        packet = queue.get(Link.LONG)) {
      completed(packet);
    }
  }

  private void completed(Completion packet) {
    Link link = outstanding.remove(packet.overlapped());
    assertThat(link).as("a packet without a get").isNotNull();
    assertThat(packet.key()).isEqualTo(links.indexOf(link));
    NtStatus status = packet.status();
    if (status.equals(NtStatus.SUCCESS)) {
      delivered.incrementAndGet();
      post(packet.overlapped(), link, SMALL);
    } else if (status.equals(NtStatus.BUFFER_TOO_SMALL)) {
      tooSmall.incrementAndGet();
      post(packet.overlapped(), link, (int) packet.bytes());
    } else if (status.equals(NtStatus.CANCELLED)) {
      cancelled.incrementAndGet();
      post(packet.overlapped(), link, SMALL);
    } else {
      assertThat(status).isEqualTo(NtStatus.PORT_DISCONNECTED);
      disconnected.incrementAndGet();
      circulating.decrementAndGet();
    }
  }

  private void sendAll(Link link) {
    for (int i = 0; i < messages; i++) {
      assertThat(link.tell(i % 3 == 0 ? "large" : "x", Link.LONG).outcome())
          .isEqualTo(Outcome.DELIVERED);
    }
  }

  private int cancelUntil(List<Background<Void>> senders) {
    int cancels = 0;
    while (senders.stream().anyMatch(sender -> !sender.isDone())) {
      for (Map.Entry<Overlapped, Link> get : outstanding.entrySet()) {
        cancels += get.getValue().port().cancel(get.getKey()) ? 1 : 0;
      }
    }
    return cancels;
  }
}
