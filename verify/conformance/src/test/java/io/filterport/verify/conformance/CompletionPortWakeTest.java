package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A worker that is woken for a packet that another takes must stay one that can be woken. */
@EachWorld
class CompletionPortWakeTest {
  private static final long END = -1;

  private final int rounds;
  private final World world;
  private final CompletionPort queue;
  private final BlockingQueue<Long> taken = new LinkedBlockingQueue<>();

  CompletionPortWakeTest(WorldKind kind) {
    rounds = kind == WorldKind.EMBEDDED ? 2_000 : 300;
    world = World.withPort(kind, 2);
    queue = world.completionPort();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName("GET-25: a worker whose packet was taken by another gets the next one")
  void stolenPacket() throws Exception {
    queue.associate(world.link().port(), 0);
    steal();
  }

  @Test
  @DisplayName("GET-25: so does one that waits on two connections")
  void stolenPacketOfTwo() throws Exception {
    queue.associate(world.link().port(), 0);
    queue.associate(world.link().port(), 0);
    steal();
  }

  private void steal() throws Exception {
    Background<Void> worker = Background.run(this::takeAll);
    for (long i = 0; i < rounds; i += 2) {
      worker.untilBlocked();
      queue.post(packet(i));
      if (queue.get(Timeout.poll()) == null) {
        assertThat(nextTaken()).isEqualTo(i);
      }
      spin(i % 100 * 200);
      queue.post(packet(i + 1));
      assertThat(nextTaken()).isEqualTo(i + 1);
    }
    queue.post(packet(END));
    worker.result();
  }

  private Long nextTaken() throws InterruptedException {
    return taken.poll(20, TimeUnit.SECONDS);
  }

  /** Different lengths, so that now and then the worker looks in between. */
  private static void spin(long times) {
    for (long i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  private static Completion packet(long key) {
    return new Completion(key, null, NtStatus.SUCCESS, 0);
  }

  private void takeAll() {
    for (Completion packet = queue.get(Link.LONG);
        packet != null && packet.key() != END;
        packet = queue.get(Link.LONG)) {
      taken.add(packet.key());
    }
  }
}
