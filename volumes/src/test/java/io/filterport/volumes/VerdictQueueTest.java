package io.filterport.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.security.AccessToken;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.Verdict;
import io.filterport.volume.VerdictEvent;
import io.filterport.volume.VerdictListener;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.AskedAbout.Opener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the queue of a volume's verdicts")
class VerdictQueueTest {
  private static final Decision DENIED = Decision.of(Verdict.deny("no"), "320000", false);
  private static final Decision ALLOWED = Decision.of(Verdict.ALLOW, "320000", false);
  private static final int MORE = 100;

  private static VerdictQueue queue(VerdictListener listener) {
    return new VerdictQueue(VolumeOptions.named("test").withListener(listener));
  }

  private static AskedAbout file(String path) {
    Opener opener = new Opener(AccessToken.UNKNOWN, 7, Optional.of("/bin/cat"));
    return new AskedAbout(Kind.OPEN, path, Optional.empty(), opener, 1_000);
  }

  private static Map<String, Long> losses(long noRoom, long notWritten, long failed) {
    return Map.of("no_room", noRoom, "not_written", notWritten, "failed", failed);
  }

  private static void deny(VerdictQueue queue, int first, int end) {
    IntStream.range(first, end).forEach(i -> queue.tell(DENIED, file("/" + i)));
  }

  @Test
  @DisplayName("tells each verdict once, in order")
  void eachOnce() throws Exception {
    VerdictEvents heard = VerdictEvents.ofDenials();
    try (VerdictQueue queue = queue(heard)) {
      deny(queue, 0, MORE);
      assertThat(heard.await(MORE))
          .extracting(VerdictEvent::path)
          .containsExactlyElementsOf(IntStream.range(0, MORE).mapToObj(i -> "/" + i).toList());
    }
    assertThat(heard.events()).hasSize(MORE).allMatch(event -> event.lostBefore() == 0);
  }

  @Test
  @DisplayName("does not wait for a listener that blocks; what has no room is told in its place")
  void lossesInBand() throws Exception {
    VerdictEvents heard = VerdictEvents.ofDenials();
    try (VerdictQueue queue = queue(heard)) {
      heard.block();
      deny(queue, 0, 1);
      heard.awaitBlocked();
      deny(queue, 1, VerdictQueue.CAPACITY + 1 + MORE);
      heard.unblock();
      heard.await(VerdictQueue.CAPACITY + 1 + MORE);
      assertThat(heard.lostAtTheEnd()).isEqualTo(MORE);
      assertThat(heard.events())
          .hasSize(VerdictQueue.CAPACITY + 1)
          .allMatch(event -> event.lostBefore() == 0);
      assertThat(queue.losses()).isEqualTo(losses(MORE, 0, 0));
    }
  }

  @Test
  @DisplayName("has the next event tell what was lost before it")
  void lossBeforeAnEvent() throws Exception {
    VerdictEvents heard = VerdictEvents.ofDenials();
    try (VerdictQueue queue = queue(heard)) {
      heard.block();
      deny(queue, 0, 1);
      heard.awaitBlocked();
      queue.lose(DENIED);
      queue.lose(ALLOWED);
      deny(queue, 1, 2);
      heard.unblock();
      assertThat(heard.await(3)).extracting(VerdictEvent::lostBefore).containsExactly(0L, 1L);
      assertThat(heard.lostAtTheEnd()).isZero();
      assertThat(queue.losses()).isEqualTo(losses(0, 0, 1));
    }
  }

  @Test
  @DisplayName("forgets no loss when the next event cannot be made")
  void noEvent() throws Exception {
    VerdictEvents heard = VerdictEvents.ofDenials();
    try (VerdictQueue queue = queue(heard)) {
      heard.block();
      deny(queue, 0, 1);
      heard.awaitBlocked();
      queue.lose(DENIED);
      assertThatThrownBy(() -> queue.tell(DENIED, file(null)))
          .isInstanceOf(NullPointerException.class);
      deny(queue, 1, 2);
      heard.unblock();
      assertThat(heard.await(3)).extracting(VerdictEvent::lostBefore).containsExactly(0L, 1L);
    }
  }

  @Test
  @DisplayName("counts what a listener threw at")
  void throwing() throws Exception {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    AtomicLong lost = new AtomicLong();
    CountDownLatch told = new CountDownLatch(1);
    VerdictListener listener =
        new VerdictListener() {
          @Override
          public void onVerdict(VerdictEvent event) {
            if (event.path().equals("/0")) {
              throw new IllegalStateException("full");
            }
            lost.addAndGet(event.lostBefore());
            heard.add(event.path());
            told.countDown();
          }

          @Override
          public void onLost(long verdicts) {
            lost.addAndGet(verdicts);
          }
        };
    try (VerdictQueue queue = queue(listener)) {
      deny(queue, 0, 2);
      told.await();
      assertThat(queue.losses()).isEqualTo(losses(0, 1, 0));
    }
    assertThat(heard).containsExactly("/1");
    assertThat(lost).hasValue(1);
  }

  @Test
  @DisplayName("is closed when everything is told")
  void closed() {
    VerdictEvents heard = VerdictEvents.ofDenials();
    VerdictQueue queue = queue(heard);
    deny(queue, 0, MORE);
    queue.lose(DENIED);
    queue.close();
    queue.close();
    assertThat(heard.heardOf()).isEqualTo(MORE + 1);
  }

  @Test
  @DisplayName("is closed in time although the listener hangs")
  void closedInTime() throws Exception {
    VerdictEvents heard = VerdictEvents.ofDenials();
    VolumeOptions options = VolumeOptions.named("test").withTimeLimit(Duration.ofMillis(1));
    VerdictQueue queue = new VerdictQueue(options.withListener(heard));
    heard.block();
    deny(queue, 0, 1);
    heard.awaitBlocked();
    deny(queue, 1, 4);
    queue.close();
    assertThat(heard.events()).isEmpty();
    assertThat(queue.losses()).as("what it is never told of").isEqualTo(losses(0, 3, 0));
    heard.unblock();
  }

  @Test
  @DisplayName("goes on after a listener that throws what Java would have it declare")
  void checkedException() {
    AtomicLong lost = new AtomicLong();
    VerdictListener listener =
        new VerdictListener() {
          @Override
          public void onVerdict(VerdictEvent event) {
            VerdictQueueTest.<RuntimeException>sneak(new Exception("on purpose"));
          }

          @Override
          public void onLost(long verdicts) {
            lost.addAndGet(verdicts);
          }
        };
    try (VerdictQueue queue = queue(listener)) {
      deny(queue, 0, 2);
    }
    assertThat(lost).hasValue(2);
  }

  /** As every method in other languages of the virtual machine may. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> void sneak(Exception failure) throws E {
    throw (E) failure;
  }

  @Test
  @DisplayName("has no use for what nobody wants to hear")
  void unwanted() {
    try (VerdictQueue nobody = queue(VerdictListener.NONE);
        VerdictQueue denials = queue(VerdictEvents.ofDenials());
        VerdictQueue all = queue(VerdictEvents.ofAll())) {
      assertThat(List.of(nobody.wants(DENIED), denials.wants(DENIED), all.wants(DENIED)))
          .containsExactly(false, true, true);
      assertThat(List.of(nobody.wants(ALLOWED), denials.wants(ALLOWED), all.wants(ALLOWED)))
          .containsExactly(false, false, true);
      assertThat(nobody.losses()).isEmpty();
      assertThat(denials.losses()).isEqualTo(losses(0, 0, 0));
    }
  }
}
