package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.WaitPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What a place learns from its spins. No time is measured: what a spin waits for comes or does not.
 */
class SpinSiteTest {
  private static final int PROBE_EVERY = 64;
  private static final long WAKE_NANOS = 10_000;
  private static final long MINUTE = 60_000_000_000L;

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
  @DisplayName("who never spins is quieter than who adapts, and that one than who always does")
  void quieter() {
    SpinSite never = site(WaitPolicy.NEVER_SPIN);
    SpinSite adaptive = site(WaitPolicy.ADAPTIVE);
    SpinSite always = site(WaitPolicy.ALWAYS_SPIN);
    assertThat(never.isQuieterThan(adaptive)).isTrue();
    assertThat(adaptive.isQuieterThan(always)).isTrue();
    assertThat(always.isQuieterThan(never)).isFalse();
    assertThat(adaptive.isQuieterThan(site(WaitPolicy.ADAPTIVE))).isFalse();
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
    assertThat(spinsOf(site, PROBE_EVERY)).isEqualTo(1);
  }

  @Test
  @DisplayName("a probe that misses leaves a silent place as silent as it was")
  void missedProbe() {
    SpinSite site = site(WaitPolicy.ADAPTIVE);
    miss(site, 20);
    assertThat(spinsOf(site, 3 * PROBE_EVERY)).isEqualTo(3);
  }

  /** {@return how many of so many waits spin, in which nothing comes} */
  private static int spinsOf(SpinSite site, int waits) {
    int spins = 0;
    for (int i = 0; i < waits; i++) {
      long nanos = site.worthNanos();
      spins += nanos > 0 ? 1 : 0;
      assertThat(site.spin(never -> false, site, nanos, Deadline.NEVER)).isFalse();
    }
    return spins;
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

  /** What comes when it was looked for so often. */
  private static boolean comesAt(int looks, int[] count) {
    return ++count[0] >= looks;
  }

  @Test
  @DisplayName("a place falls silent when less than a 64th of the whole time is left")
  void silence() {
    SpinSite site = new SpinSite(WaitPolicy.ADAPTIVE, new Spinners(1, new WakeCost(96L)));
    miss(site, 12);
    assertThat(site.worthNanos()).isEqualTo(192 / 64);
    miss(site, 1);
    assertThat(site.worthNanos()).isZero();
  }

  @Test
  @DisplayName("a spin lasts as long as it was told, not as long as one look at the clock")
  void lasting() {
    SpinSite site = site(WaitPolicy.ALWAYS_SPIN);
    int[] looks = new int[1];
    assertThat(site.spin(count -> comesAt(1_000, count), looks, MINUTE, Deadline.NEVER)).isTrue();
  }

  @Test
  @DisplayName("who may not spin looks once, who has no time left a few times, and then sleeps")
  void noTime() {
    int[] looks = new int[1];
    SpinSite site = site(WaitPolicy.NEVER_SPIN);
    assertThat(site.spin(count -> comesAt(2, count), looks, 0, Deadline.NEVER)).isFalse();
    assertThat(site.spin(count -> comesAt(2, count), looks, 0, Deadline.NEVER)).isTrue();
    assertThat(site.spin(count -> comesAt(100, count), looks, MINUTE, Deadline.NOW)).isFalse();
  }

  @Test
  @DisplayName("who finds no place to spin looks a few times, and sees what comes meanwhile")
  void comesWithoutPlace() {
    SpinSite site = site(WaitPolicy.ALWAYS_SPIN);
    assertThat(spinners.enter()).isTrue();
    int[] looks = new int[1];
    assertThat(site.spin(count -> comesAt(5, count), looks, MINUTE, Deadline.NEVER)).isTrue();
    assertThat(site.spin(never -> comesAt(100, looks), looks, MINUTE, Deadline.NEVER)).isFalse();
    assertThat(looks[0]).isLessThan(30);
    assertThat(spinners.enter()).as("the only place is taken").isFalse();
  }

  @Test
  @DisplayName("a place is left after the spin, also by one whose look failed")
  void placesAreLeft() {
    SpinSite site = site(WaitPolicy.ALWAYS_SPIN);
    int[] looks = new int[1];
    assertThat(site.spin(count -> comesAt(3, count), looks, MINUTE, Deadline.NEVER)).isTrue();
    assertThatThrownBy(() -> site.spin(SpinSiteTest::fails, looks, MINUTE, Deadline.NEVER))
        .hasMessage("look 6");
    assertThat(spinners.enter()).isTrue();
  }

  private static boolean fails(int[] count) {
    if (comesAt(6, count)) {
      throw new IllegalStateException("look " + count[0]);
    }
    return false;
  }
}
