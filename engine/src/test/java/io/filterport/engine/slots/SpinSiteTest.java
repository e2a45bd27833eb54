package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.WaitPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What a place learns from its spins. No time is measured: what a spin waits for comes or does not.
 */
class SpinSiteTest {
  private static final int PROBE_EVERY = 64;
  private static final long WAKE_NANOS = 10_000;

  private final Spinners spinners = new Spinners(1, new WakeCost(WAKE_NANOS));

  private SpinSite site(WaitPolicy policy) {
    return new SpinSite(policy, spinners);
  }

  private static boolean spin(SpinSite site, boolean comes) {
    long nanos = site.worthNanos();
    int[] looks = new int[1];
    return site.spin(count -> comes && count[0]++ > 2, looks, nanos, Deadline.NEVER);
  }

  private static void miss(SpinSite site, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(spin(site, false)).isFalse();
    }
  }

  @Test
  @DisplayName("a wake's cost that was told is taken as it is, from nothing to a millisecond")
  void told() {
    assertThat(new WakeCost(-1L).nanos()).isZero();
    assertThat(spinners.capNanos()).isEqualTo(2 * WAKE_NANOS);
    assertThat(new WakeCost(1_000_000L).nanos()).isEqualTo(1_000_000);
    assertThat(new WakeCost(1_000_001L).nanos()).isEqualTo(1_000_000);
  }

  @Test
  void neverIsNever() {
    assertThat(site(WaitPolicy.NEVER_SPIN).worthNanos()).isZero();
  }

  @Test
  @DisplayName("with one processor nobody spins, whatever was chosen")
  void oneProcessor() {
    Spinners none = new Spinners(0, new WakeCost(WAKE_NANOS));
    for (WaitPolicy policy : WaitPolicy.values()) {
      assertThat(new SpinSite(policy, none).worthNanos()).as(policy.name()).isZero();
    }
  }

  @Test
  void alwaysIsAlwaysTheWholeTime() {
    SpinSite site = site(WaitPolicy.ALWAYS_SPIN);
    miss(site, 100);
    assertThat(site.worthNanos()).isEqualTo(spinners.capNanos());
  }

  @Test
  @DisplayName("each miss takes a quarter, until the place is silent but for one wait in 64")
  void missesSilence() {
    SpinSite site = site(WaitPolicy.ADAPTIVE);
    long whole = spinners.capNanos();
    assertThat(site.worthNanos()).isEqualTo(whole);
    miss(site, 1);
    assertThat(site.worthNanos()).isBetween(whole / 2, whole - 1);
    miss(site, 20);
    int spins = 0;
    for (int i = 0; i < PROBE_EVERY; i++) {
      spins += site.worthNanos() > 0 ? 1 : 0;
    }
    assertThat(spins).isEqualTo(1);
  }

  @Test
  @DisplayName("one hit gives a silent place its whole time back")
  void hitRestores() {
    SpinSite site = site(WaitPolicy.ADAPTIVE);
    miss(site, 20);
    boolean hit = false;
    for (int i = 0; i < PROBE_EVERY && !hit; i++) {
      hit = spin(site, true);
    }
    assertThat(hit).isTrue();
    assertThat(site.worthNanos()).isEqualTo(spinners.capNanos());
  }

  @Test
  @DisplayName("a deadline that cuts a spin short is no miss")
  void deadlines() {
    SpinSite site = site(WaitPolicy.ADAPTIVE);
    for (int i = 0; i < 20; i++) {
      assertThat(site.spin(never -> false, this, site.worthNanos(), () -> 1)).isFalse();
    }
    assertThat(site.worthNanos()).isEqualTo(spinners.capNanos());
  }

  @Test
  @DisplayName("what comes with the first looks needs neither a place to spin nor a clock")
  void firstLooks() {
    assertThat(spinners.enter()).as("the only place").isTrue();
    int[] looks = new int[1];
    Deadline none =
        () -> {
          throw new AssertionError("asked for the time");
        };
    SpinSite site = site(WaitPolicy.ADAPTIVE);
    assertThat(site.spin(count -> count[0]++ > 2, looks, site.worthNanos(), none)).isTrue();
  }

  @Test
  @DisplayName("what is there already is seen without a place to spin")
  void noPlace() {
    assertThat(spinners.enter()).isTrue();
    assertThat(spinners.enter()).as("processors less one").isFalse();
    assertThat(site(WaitPolicy.ALWAYS_SPIN).spin(there -> true, this, 1, Deadline.NEVER)).isTrue();
    assertThat(spin(site(WaitPolicy.ADAPTIVE), false)).isFalse();
    spinners.leave();
    assertThat(spinners.enter()).isTrue();
  }
}
