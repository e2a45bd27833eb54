package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.service.Completion;
import io.filterport.service.CompletionPort;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A worker that is woken for a packet that another takes must stay one that can be woken. */
@org.junit.jupiter.api.Timeout(60)
class CompletionPortWakeTest {
  private static final long END = -1;

  @Test
  @DisplayName("GET-25: a worker whose packet was taken by another gets the next one")
  void stolenPacket() throws Exception {
    BlockingQueue<Long> taken = new LinkedBlockingQueue<>();
    try (ServiceLink link = new ServiceLink();
        CompletionPort queue = CompletionPort.create()) {
      queue.associate(link.port, 0);
      FutureTask<Boolean> worker = new FutureTask<>(() -> takeAll(queue, taken));
      Thread thread = Thread.ofPlatform().daemon().start(worker);
      for (long i = 0; i < 2_000; i += 2) {
        awaitWaiting(thread);
        queue.post(packet(i));
        if (queue.get(Timeout.poll()) == null) {
          assertThat(taken.take()).isEqualTo(i);
        }
        spin(i % 100 * 200);
        queue.post(packet(i + 1));
        assertThat(taken.take()).isEqualTo(i + 1);
      }
      queue.post(packet(END));
      assertThat(worker.get()).isTrue();
    }
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
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

  private static boolean takeAll(CompletionPort queue, BlockingQueue<Long> taken) {
    while (true) {
      Completion packet = queue.get(Timeout.infinite());
      if (packet == null) {
        return false;
      }
      if (packet.key() == END) {
        return true;
      }
      taken.add(packet.key());
    }
  }
}
