package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** KSM-21: of one thread's messages the later one does not complete its get before the earlier. */
class MessageOrderTest {
  private final Pair pair = new Pair();
  private final CalleeHalf service = pair.client.callee();
  private final List<String> completed = new CopyOnWriteArrayList<>();

  /** A getter that does something while it takes its message. */
  private final class NamedGetter extends Getter {
    private final String name;
    private final Runnable meanwhile;

    NamedGetter(String name, Runnable meanwhile) {
      super(1000);
      this.name = name;
      this.meanwhile = meanwhile;
    }

    @Override
    protected boolean take(Delivery message, MemorySegment record) {
      meanwhile.run();
      return true;
    }

    @Override
    protected void complete(NtStatus status, int bytes) {
      completed.add(name);
    }
  }

  private Getter offer(String name) {
    return offer(name, () -> {});
  }

  private Getter offer(String name, Runnable meanwhile) {
    Getter getter = new NamedGetter(name, meanwhile);
    assertThat(service.offer(getter)).isTrue();
    return getter;
  }

  private void send(boolean replyWanted) {
    CallOutcome ignored =
        pair.host
            .caller()
            .call(
                Buffers.allocate(8),
                replyWanted,
                replyWanted ? Buffers.allocate(8) : null,
                null,
                Timeout.poll(),
                EngineClock.SYSTEM,
                true);
  }

  /** Another worker finds what is sent now. */
  private void sendAndCollect(boolean replyWanted) {
    send(replyWanted);
    Thread worker = Thread.ofPlatform().start(service::service);
    try {
      worker.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("a message overtook the one before it, which another thread still copied")
  void copiedSideBySide() {
    offer("first", () -> sendAndCollect(false));
    offer("second");
    send(false);
    assertThat(service.service()).isTrue();
    assertThat(completed).containsExactly("first", "second");
  }

  @Test
  @DisplayName("a message whose sender waits does not overtake what that sender told before")
  void awaitedBehindTold() {
    offer("told", () -> sendAndCollect(true));
    offer("asked");
    send(false);
    assertThat(service.service()).isTrue();
    assertThat(completed).containsExactly("told", "asked");
  }

  @Test
  @DisplayName("messages that one look found completed in the order of their slots")
  void foundAtOnce() {
    Getter withdrawn = offer("withdrawn");
    offer("first");
    assertThat(service.cancel(withdrawn)).isTrue();
    completed.clear();
    offer("second");
    send(false);
    send(false);
    assertThat(service.service()).isTrue();
    assertThat(completed).containsExactly("first", "second");
  }

  @Test
  @DisplayName("messages that the close found complete in their order, too")
  void foundAtTheClose() {
    Getter withdrawn = offer("withdrawn");
    offer("first");
    assertThat(service.cancel(withdrawn)).isTrue();
    completed.clear();
    offer("second");
    offer("third");
    send(false);
    send(false);
    service.close();
    assertThat(completed).containsExactly("first", "second", "third");
  }

  @Test
  @DisplayName("a get that an error ends holds up none behind it")
  void errorInFront() {
    offer(
        "first",
        () -> {
          sendAndCollect(false);
          throw new OutOfMemoryError("of the test");
        });
    offer("second");
    send(false);
    assertThatThrownBy(service::service).isInstanceOf(OutOfMemoryError.class);
    assertThat(completed).containsExactly("second");
  }
}
