package io.filterport.verify.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call from inside every callback, and from another thread while the callback stays inside,
 * as the first table of docs/lifecycle.md has it.
 */
@EachWorld
class CallbackMatrixTest {
  private final WorldKind kind;

  CallbackMatrixTest(WorldKind kind) {
    this.kind = kind;
  }

  static Stream<CallbackCell> cells() {
    return CallbackCell.all();
  }

  @Test
  @DisplayName(
      "INV-10: one table for every world has a line for each call, and a column for each callback")
  void complete() {
    Table table = CallbackCell.TABLE;
    assertThat(table.rows().keySet())
        .containsExactlyElementsOf(ApiCall.all().stream().map(ApiCall::title).toList());
    assertThat(table.columns().subList(1, table.columns().size()))
        .containsExactlyElementsOf(Stream.of(Where.values()).map(where -> where.title).toList());
  }

  @Test
  @DisplayName("INV-10: the table has every method of the API that acts on ports")
  void everyMethod() {
    List<String> titles = ApiCall.all().stream().map(ApiCall::title).toList();
    assertThat(Surface.unsorted()).as("types that nobody has sorted").isEmpty();
    assertThat(Surface.methodsIn(titles)).containsExactlyInAnyOrderElementsOf(Surface.acting());
  }

  @DisplayName(
      "DIS-21, CNF-10, CNF-13, CNF-14, CNF-17, CNF-18, MNF-17, MNF-18, REG-06, UNL-08, UNL-09,"
          + " BUF-06, MAP-07:")
  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void cell(CallbackCell cell) {
    try (Stage stage = new Stage(kind, cell.call(), cell.ending())) {
      Background<String> caller = Background.of(() -> Words.of(() -> cell.where().enter(stage)));
      switch (cell.ending()) {
        case STAYS -> stays(cell, stage, caller);
        case WATCHES -> watches(cell, stage);
        default -> assertOutcome(cell, stage);
      }
      assertThat(caller.result()).as("what the caller is told").isIn(cell.caller());
      if (stage.examined != null) {
        assertThat(stage.isDead()).as("the connection is dead").isEqualTo(cell.isDead());
      }
      Background.run(stage::settle).result();
    }
  }

  private static void assertOutcome(CallbackCell cell, Stage stage) {
    assertThat(Background.of(stage.outcome::get).result()).as("the call").isEqualTo(cell.outcome());
  }

  /** INV-05, CNF-13: it holds up its caller, and nobody else. */
  private static void stays(CallbackCell cell, Stage stage, Background<String> caller) {
    assertOutcome(cell, stage);
    stage.gate.awaitHeld(1);
    assertOthersWork(cell, stage);
    assertThat(caller.isDone() && cell.holdsItsCaller()).as("its caller went on").isFalse();
    stage.gate.open();
  }

  /** HND-07, UNL-06: what waits for callbacks waits, and nothing else does. */
  private static void watches(CallbackCell cell, Stage stage) {
    Subject own = Background.of(stage.entered::get).result();
    Background<String> call = Background.of(() -> cell.call().run(stage, own));
    if (cell.waits(stage.world.closeWaits())) {
      call.untilBlocked();
    } else {
      assertThat(call.result()).as("the other thread's call").isEqualTo(cell.outcomeBeside());
    }
    assertOthersWork(cell, stage);
    stage.gate.open();
    assertThat(call.result()).as("the other thread's call").isEqualTo(cell.outcomeBeside());
  }

  private static void assertOthersWork(CallbackCell cell, Stage stage) {
    if (!cell.endsTheManager()) {
      stage.assertOthersWork();
    }
  }
}
