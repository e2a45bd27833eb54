package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A thread collects what arrived before a disconnect while another one ends the other gets. */
class MessagesFirstTest {
  private final Pair pair = new Pair();
  private final CalleeHalf service = pair.client.callee();
  private final List<NtStatus> ends = new CopyOnWriteArrayList<>();

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
    CallOutcome ignored =
        pair.host
            .caller()
            .call(Buffers.allocate(8), false, null, null, Timeout.poll(), EngineClock.SYSTEM, true);
    pair.host.close();
    assertThat(service.service()).isTrue();
    assertThat(ends).containsExactly(NtStatus.SUCCESS, NtStatus.PORT_DISCONNECTED);
  }
}
