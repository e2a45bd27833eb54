package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.security.AccessToken;
import io.filterport.security.Sid;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** DIS-21: filters that are torn down inside of each other's callbacks. */
class TearDownsTest {
  private static final AccessToken CLIENT = AccessToken.of(Sid.SYSTEM, Set.of(Sid.EVERYONE));

  private final Manager manager = new Manager();
  private final Connection first = connect("1");
  private final Connection second = connect("2");
  private final Connection third = connect("3");

  private Connection connect(String altitude) {
    PortName name = new PortName("\\Port" + altitude);
    manager
        .register(FilterRegistration.named("filter" + altitude).at(altitude))
        .createCommunicationPort(
            PortAttributes.named(name.value()),
            PortCallbacks.of(request -> NtStatus.SUCCESS, cookie -> {}),
            1);
    return manager.connect(name, CLIENT, new byte[0], new EmbeddedHome());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Tears a filter down from inside a callback of another, on a thread of its own. */
  private static boolean tearsDown(Connection inside, Connection leaving, Runnable meanwhile) {
    AtomicBoolean ran = new AtomicBoolean();
    boolean[] allowed = new boolean[1];
    Runnable callback =
        () ->
            allowed[0] =
                TearDowns.run(
                    leaving.port().filter(),
                    () -> {
                      ran.set(true);
                      meanwhile.run();
                    });
    Background.run(() -> CallbackScope.run(inside, callback)).result();
    assertThat(ran.get()).as("a tear-down runs if it is allowed").isEqualTo(allowed[0]);
    return allowed[0];
  }

  private static void assertRefused(Connection inside, Connection leaving) {
    assertThat(tearsDown(inside, leaving, () -> {})).isFalse();
  }

  private static void assertAllowed(Connection inside, Connection leaving, Runnable meanwhile) {
    assertThat(tearsDown(inside, leaving, meanwhile)).isTrue();
  }

  @Test
  @DisplayName("DIS-21: what would wait for its own callback is refused")
  void own() {
    assertRefused(first, first);
  }

  @Test
  @DisplayName("DIS-21: two that wait for each other: the second is refused")
  void two() {
    assertAllowed(first, second, () -> assertRefused(second, first));
  }

  @Test
  @DisplayName("DIS-21: a circle of three: the last is refused, by whichever way it is closed")
  void three() {
    assertAllowed(
        first,
        second,
        () ->
            assertAllowed(
                second,
                third,
                () -> {
                  assertRefused(third, first);
                  assertRefused(third, second);
                }));
  }

  @Test
  @DisplayName("DIS-21: two ways to one filter are no circle")
  void noCircle() {
    assertAllowed(first, third, () -> assertAllowed(second, third, () -> {}));
    assertAllowed(first, second, () -> assertAllowed(third, second, () -> {}));
    assertAllowed(first, second, () -> assertAllowed(first, third, () -> {}));
  }

  @Test
  @DisplayName("DIS-21: a tear-down that is over is in nobody's way, also one that failed")
  void over() {
    assertAllowed(first, second, () -> {});
    assertAllowed(second, first, () -> {});
    try {
      tearsDown(
          first,
          second,
          () -> {
            throw new IllegalStateException("broken");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("broken");
    }
    assertAllowed(second, first, () -> {});
  }

  @Test
  @DisplayName("DIS-21: outside of callbacks nobody waits for a callback of its own")
  void outside() {
    AtomicBoolean ran = new AtomicBoolean();
    assertThat(TearDowns.run(first.port().filter(), () -> ran.set(true))).isTrue();
    assertThat(ran).isTrue();
  }
}
