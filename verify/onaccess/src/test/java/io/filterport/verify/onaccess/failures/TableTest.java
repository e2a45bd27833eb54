package io.filterport.verify.onaccess.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.onaccess.Plan;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the table of failures")
class TableTest {
  private static final Tally ALLOWED = new Tally(4, 0, 0, 0, Duration.ofMillis(1));
  private static final Tally DENIED = new Tally(0, 4, 0, 0, Duration.ofMillis(1));
  private static final Tally WAITING = new Tally(0, 0, 4, 0, Duration.ofSeconds(20));
  private static final Scene SCENE = Scene.named("scene", "something");

  private final Table table = new Table();

  @Test
  @DisplayName("finds no fault where EICAR is denied")
  void well() {
    table.add(SCENE, Plan.Kind.PATTERNS, new Result(ALLOWED, DENIED, ""));
    table.add(SCENE, Plan.Kind.CLAMONACC, new Result(ALLOWED, ALLOWED, ""));
    assertThat(table.faults()).isEmpty();
  }

  @Test
  @DisplayName("compares each of Filterport's engines with each way of clamonacc")
  void compared() {
    table.add(SCENE, Plan.Kind.PATTERNS, new Result(DENIED, DENIED, ""));
    table.add(SCENE, Plan.Kind.CLAMD, new Result(ALLOWED, DENIED, ""));
    table.add(SCENE, Plan.Kind.CLAMONACC, new Result(ALLOWED, DENIED, ""));
    assertThat(table.lines().getFirst())
        .contains(
            "better: Filterport with patterns, or clamonacc |",
            "better: Filterport with clamd, or clamonacc |");
    assertThat(table.lines().getLast())
        .endsWith("| clamonacc: clean files denied (4, 0) |  | alike |  |");
    assertThat(table.faults())
        .containsExactly("scene: Filterport, patterns denied clean files, worse than clamonacc");
  }

  @Test
  @DisplayName("finds EICAR that was opened, although with clamonacc it was, too")
  void opened() {
    table.add(SCENE, Plan.Kind.CLAMD, new Result(ALLOWED, ALLOWED, ""));
    table.add(SCENE, Plan.Kind.CLAMONACC, new Result(ALLOWED, ALLOWED, ""));
    assertThat(table.faults())
        .containsExactly("scene: Filterport, clamd opened EICAR, where the verdict is to deny");
  }

  @Test
  @DisplayName("finds it where nobody is left to give a verdict only if clamonacc does better")
  void kernelDecides() {
    Scene scene = SCENE.withoutVerdict();
    table.add(scene, Plan.Kind.CLAMD, new Result(ALLOWED, ALLOWED, ""));
    assertThat(table.faults()).isEmpty();
    table.add(scene, Plan.Kind.CLAMONACC_DENYING, new Result(DENIED, DENIED, ""));
    assertThat(table.faults())
        .containsExactly(
            "scene: Filterport, clamd opened EICAR, worse than clamonacc, deny on error");
  }

  @Test
  @DisplayName("wants a holder to deny EICAR without a host, and to let nobody wait")
  void holder() {
    Scene scene = SCENE.withoutVerdict();
    table.add(scene, Plan.Kind.PATTERNS_HELD, new Result(DENIED, DENIED, ""));
    assertThat(table.faults()).isEmpty();
    table.add(scene, Plan.Kind.PATTERNS_HELD, new Result(WAITING, ALLOWED, ""));
    assertThat(table.faults())
        .containsExactly(
            "scene: Filterport, patterns, --on-death deny opened EICAR, where the verdict is to deny",
            "scene: Filterport, patterns, --on-death deny let openers wait, for whom there is a"
                + " holder");
  }

  @Test
  @DisplayName("takes a scene that could not be played for a fault, unless something is missing")
  void troubles() {
    table.addTrouble(SCENE, Plan.Kind.CLAMD, "skipped: there is no clamd");
    table.addTrouble(SCENE, Plan.Kind.PATTERNS, Run.FAILED + "no room");
    assertThat(table.faults()).containsExactly("scene: Filterport, patterns failed: no room");
    assertThat(table.isEmpty()).isTrue();
  }
}
