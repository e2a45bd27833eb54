package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.WaitPolicy;
import io.filterport.engine.slots.CalleeHalf;
import io.filterport.engine.slots.ConnectionLayout;
import io.filterport.engine.slots.Delivery;
import io.filterport.engine.slots.Getter;
import io.filterport.engine.slots.Halves;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How many calls are on offer, while a client that the test is takes some. */
class OfferedCallsTest {
  private final CalleeHalf half =
      Halves.embedded(64, WaitPolicy.NEVER_SPIN, why -> {}, WaitPolicy.NEVER_SPIN, why -> {})
          .filter()
          .callee();
  private final List<Offer> made = new ArrayList<>();
  private final OfferedCalls calls = new OfferedCalls(half, this::make);

  private int withdrawn;

  private boolean outOfMemory;

  private Offer make() {
    if (outOfMemory) {
      throw new OutOfMemoryError("of the test");
    }
    Offer offer = new Offer();
    made.add(offer);
    return offer;
  }

  private final class Offer extends Getter {
    Offer() {
      super(CalleeHalf.HEADER + 64);
    }

    @Override
    protected void arrived(CalleeHalf at) {
      throw new AssertionError("nobody sends");
    }

    @Override
    protected boolean take(Delivery message, MemorySegment record) {
      throw new AssertionError("nobody sends");
    }

    @Override
    protected void complete(NtStatus status, int bytes) {
      withdrawn += status.equals(NtStatus.CANCELLED) ? 1 : 0;
    }
  }

  private void taken(int times) {
    for (int i = 0; i < times; i++) {
      calls.taken();
    }
  }

  @Test
  @DisplayName("an idle connection offers four calls")
  void few() {
    calls.start();
    assertThat(made).hasSize(4);
    assertThat(half.cancelAll()).isTrue();
    assertThat(withdrawn).isEqualTo(4);
  }

  @Test
  @DisplayName("while two are on offer none is made; with one left there is one more, offered too")
  void more() {
    calls.start();
    taken(2);
    assertThat(made).hasSize(4);
    taken(1);
    assertThat(made).hasSize(5);
    taken(1);
    assertThat(made).hasSize(6);
    assertThat(half.cancelAll()).isTrue();
    assertThat(withdrawn).isEqualTo(6);
  }

  @Test
  @DisplayName("there are never more calls than slots")
  void most() {
    calls.start();
    taken(3 * ConnectionLayout.DEFAULT_SLOTS);
    assertThat(made).hasSize(ConnectionLayout.DEFAULT_SLOTS);
  }

  @Test
  @DisplayName("a call for which there was no memory was never made")
  void noMemory() {
    calls.start();
    outOfMemory = true;
    taken(ConnectionLayout.DEFAULT_SLOTS);
    assertThat(made).hasSize(4);
    outOfMemory = false;
    taken(2 * ConnectionLayout.DEFAULT_SLOTS);
    assertThat(made).hasSize(ConnectionLayout.DEFAULT_SLOTS);
  }

  @Test
  @DisplayName("a call that is over is on offer again, and stands for one that need not be made")
  void again() {
    calls.start();
    taken(2);
    Offer over = made.getFirst();
    assertThat(half.cancel(over)).isTrue();
    calls.again(over);
    taken(1);
    assertThat(made).hasSize(4);
    assertThat(half.cancel(over)).isTrue();
  }

  @Test
  @DisplayName("an offer that was not taken after all stays on offer")
  void notTaken() {
    calls.start();
    taken(2);
    calls.notTaken();
    taken(1);
    assertThat(made).hasSize(4);
  }
}
