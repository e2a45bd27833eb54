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

/** A thread collects what arrived before a disconnect while another one ends the other gets. */
class MessagesFirstTest {
  private final Pair pair = new Pair();
  private final CalleeHalf service = pair.client.callee();
  private final List<NtStatus> ends = new CopyOnWriteArrayList<>();

  private void tell() {
    CallOutcome ignored =
        pair.host
            .caller()
            .call(Buffers.allocate(8), false, null, null, Timeout.poll(), EngineClock.SYSTEM, true);
  }

  private static void onAnotherThread(Runnable action) {
    try {
      Thread.ofPlatform().start(action).join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("GET-28: a get that failed came before a message that another thread still copied")
  void closed() {
    Getter first = new SlowGetter(() -> onAnotherThread(service::close), ends::add);
    assertThat(service.offer(first)).isTrue();
    assertThat(service.offer(new SlowGetter(() -> {}, ends::add))).isTrue();
    tell();
    pair.host.close();
    assertThat(service.service()).isTrue();
    assertThat(ends).containsExactly(NtStatus.SUCCESS, NtStatus.PORT_DISCONNECTED);
  }

  @Test
  @DisplayName("GET-20: an error in one get's end kept the close from ending the others")
  void errorInAnEnd() {
    assertThat(service.offer(new SlowGetter(MessagesFirstTest::fail, ends::add))).isTrue();
    for (int i = 0; i <= Pair.LAYOUT.slots(); i++) {
      assertThat(service.offer(new SlowGetter(() -> {}, ends::add))).isTrue();
    }
    tell();
    assertThatThrownBy(service::close).isInstanceOf(OutOfMemoryError.class);
    assertThat(ends).hasSize(1 + Pair.LAYOUT.slots());
    assertThat(ends).containsOnly(NtStatus.PORT_DISCONNECTED);
  }

  @Test
  @DisplayName("GET-20: an error in the last of all ends kept the close from the rest")
  void errorInDisconnection() {
    assertThat(service.offer(new SlowGetter(() -> {}, status -> fail()))).isTrue();
    assertThat(service.offer(new SlowGetter(() -> {}, ends::add))).isTrue();
    assertThatThrownBy(service::close).isInstanceOf(OutOfMemoryError.class);
    assertThat(ends).containsExactly(NtStatus.PORT_DISCONNECTED);
  }

  @Test
  @DisplayName("KSM-23: an error in the end of a lost buffer left the message without a reader")
  void errorBesideALostBuffer() {
    assertThat(service.offer(new LostGetter())).isTrue();
    assertThat(service.offer(new SlowGetter(() -> {}, ends::add))).isTrue();
    tell();
    assertThatThrownBy(service::service).isInstanceOf(OutOfMemoryError.class);
    assertThat(ends).containsExactly(NtStatus.SUCCESS);
  }

  /** A getter that has no buffer any more, nor memory to say so. */
  private static final class LostGetter extends Getter {
    LostGetter() {
      super(1000);
    }

    @Override
    protected boolean take(Delivery message, MemorySegment record) {
      return false;
    }

    @Override
    protected void complete(NtStatus status, int bytes) {
      fail();
    }
  }

  private static void fail() {
    throw new OutOfMemoryError("of the test");
  }
}
