package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Ten thousand virtual threads on one connection, on the two carriers that each process has. */
@EachWorld
class ManyVirtualThreadsTest {
  private static final int THREADS = 10_000;
  private static final int ROUND_TRIPS = 2;
  private static final int ANSWERERS = 16;

  private final World world;
  private final Link link;

  ManyVirtualThreadsTest(WorldKind kind) {
    world = World.withPort(kind, 1);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private interface RoundTrip {
    /** {@return whether the answer to a number was that number} */
    boolean of(long number);
  }

  /** {@return how many round trips were right} */
  private static int everyThread(RoundTrip trip) {
    AtomicInteger right = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      long number = i;
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (int j = 0; j < ROUND_TRIPS; j++) {
                  right.addAndGet(trip.of(number) ? 1 : 0);
                }
              }));
    }
    threads.forEach(ManyVirtualThreadsTest::join);
    return right.get();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static MemorySegment number(long value) {
    return MemorySegment.ofArray(new long[] {value});
  }

  private static boolean is(MemorySegment answer, long number) {
    return answer.get(ValueLayout.JAVA_LONG, 0) == number;
  }

  @Test
  @DisplayName("MAP-11: ten thousand virtual threads of a service send, and each gets its answer")
  void senders() {
    world.onMessage = (cookie, call) -> call.answer(call.input());
    assertThat(link.atService(ManyVirtualThreadsTest::sendFromAll).result())
        .isEqualTo(THREADS * ROUND_TRIPS);
  }

  private static long sendFromAll(FilterPort port) {
    return everyThread(
        number -> {
          MemorySegment answer = number(-1);
          return port.send(number(number), answer) == Long.BYTES && is(answer, number);
        });
  }

  @Test
  @DisplayName("MAP-11: ten thousand virtual threads of a filter ask virtual threads of a service")
  void askers() {
    Background<Long> service = link.atService(ManyVirtualThreadsTest::answerAll);
    int right =
        everyThread(
            number -> {
              MemorySegment answer = number(-1);
              SendResult result = link.client().send(number(number), answer, Timeout.infinite());
              return result.outcome() == Outcome.REPLIED && is(answer, number);
            });
    link.client().close();
    assertThat(right).isEqualTo(THREADS * ROUND_TRIPS);
    assertThat(service.result()).isEqualTo(THREADS * ROUND_TRIPS);
  }

  /** {@return how many messages were answered, until the connection ended} */
  private static long answerAll(FilterPort port) {
    AtomicInteger answered = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < ANSWERERS; i++) {
      threads.add(Thread.startVirtualThread(() -> answer(port, answered)));
    }
    threads.forEach(ManyVirtualThreadsTest::join);
    return answered.get();
  }

  private static void answer(FilterPort port, AtomicInteger answered) {
    MemorySegment buffer = Buffers.allocate(MessageHeader.SIZE + Long.BYTES);
    try {
      while (true) {
        port.getMessage(buffer);
        long id = MessageHeader.read(buffer).messageId();
        new ReplyHeader(NtStatus.SUCCESS, id).write(buffer);
        port.reply(buffer);
        answered.incrementAndGet();
      }
    } catch (FilterPortException e) {
      assertThat(e.isDisconnected()).isTrue();
    }
  }
}
