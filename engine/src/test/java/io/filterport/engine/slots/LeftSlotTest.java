package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.Timeout;
import io.filterport.WaitPolicy;
import io.filterport.engine.slots.CallOutcome.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** INV-09: a sender has left its slot, and comes back, for there is a reply after all. */
class LeftSlotTest {
  private static final int GENERATION = 5;

  private final HostileTable hostile = new HostileTable();
  private final Twins twins = new Twins(64);
  private final Matching matching =
      new Matching(hostile.table, twins, hostile.breaches::add, false);
  private final SpinSite site = new SpinSite(WaitPolicy.NEVER_SPIN);
  private final Watch watch =
      new Watch(
          hostile.table.callerBell,
          Watch.Seats.ONE,
          new WatchTest.Half(),
          hostile.breaches::add,
          new Rundown(),
          site,
          "");

  /** {@return null if a slot was claimed for a call that comes now} */
  private CallOutcome enter() {
    Call call =
        new Call(
            hostile.table,
            hostile.breaches::add,
            matching,
            twins,
            watch,
            site,
            site,
            new LastSettled());
    call.begin(Buffers.allocate(8), true, null, null, true);
    call.begin(Timeout.poll(), EngineClock.SYSTEM);
    return matching.enter(call);
  }

  private void offer(int generation) {
    hostile.offer(SlotWord.of(SlotWord.OFFERED, generation, 100));
  }

  @BeforeEach
  void claimAndLeave() {
    offer(GENERATION);
    assertThat(enter()).isNull();
    twins.leave(0);
  }

  @Test
  @DisplayName("INV-09: a slot that was left is its sender's again, if nobody has claimed it")
  void stays() {
    assertThat(matching.stay(0)).isTrue();
    assertThat(twins.isInUse(0)).isTrue();
    assertThat(hostile.breaches).isEmpty();
  }

  @Test
  @DisplayName("INV-09: a slot that another had claimed meanwhile was given to both")
  void claimedMeanwhile() {
    offer(GENERATION + 1);
    assertThat(enter()).isNull();
    assertThat(matching.stay(0)).isFalse();
    assertThat(hostile.breaches).singleElement().asString().startsWith("a slot that was left");
  }

  @Test
  @DisplayName("INV-09: an offer that was listed meanwhile was claimed after the sender's return")
  void listedMeanwhile() {
    offer(GENERATION + 1);
    boolean listed = matching.takeOffers(false);
    assertThat(listed).isTrue();
    assertThat(matching.stay(0)).isTrue();
    assertThat(enter()).extracting(CallOutcome::kind).isEqualTo(Kind.NOT_DELIVERED);
  }
}
