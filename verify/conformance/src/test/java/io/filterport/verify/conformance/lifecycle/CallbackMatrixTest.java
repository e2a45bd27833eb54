package io.filterport.verify.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call from inside every callback, as the first table of docs/lifecycle.md has it. */
@EachWorld
class CallbackMatrixTest {
  private static final Table TABLE = Table.of("call");

  private final WorldKind kind;

  CallbackMatrixTest(WorldKind kind) {
    this.kind = kind;
  }

  /** A cell, and how its callback ends. */
  record Case(ApiCall call, Where where, Ending ending) {
    String cell() {
      return TABLE.cell(call.title, where.title);
    }

    boolean isPossible() {
      boolean inCallback = where != Where.NOWHERE || ending == Ending.RETURNS;
      return inCallback && !cell().equals("–");
    }

    String outcome() {
      return parts().getFirst();
    }

    private List<String> parts() {
      return List.of(cell().split("; ", -1));
    }

    /** What whoever made the callback run is told. */
    String caller() {
      for (String part : parts()) {
        if (part.startsWith("caller ")) {
          return part.substring("caller ".length());
        }
      }
      boolean told = ending == Ending.THROWS && where.tellsAThrow();
      return told ? Words.of(NtStatus.UNSUCCESSFUL) : Words.DONE;
    }

    boolean isDead() {
      return where.endsTheConnection(ending) || parts().contains("dead");
    }

    @Override
    public String toString() {
      return call.title + ", in " + where.title + ", which " + ending.title;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(ApiCall.values())
        .flatMap(
            call ->
                Stream.of(Where.values())
                    .flatMap(
                        where ->
                            Stream.of(Ending.values())
                                .map(ending -> new Case(call, where, ending))))
        .filter(Case::isPossible);
  }

  @Test
  @DisplayName(
      "INV-10: one table for every world has a line for each call, and a column for each callback")
  void complete() {
    assertThat(TABLE.rows().keySet())
        .containsExactlyElementsOf(Stream.of(ApiCall.values()).map(call -> call.title).toList());
    assertThat(TABLE.columns().subList(1, TABLE.columns().size()))
        .containsExactlyElementsOf(Stream.of(Where.values()).map(where -> where.title).toList());
  }

  @DisplayName(
      "DIS-21, CNF-10, CNF-13, CNF-14, CNF-17, CNF-18, MNF-17, MNF-18, REG-06, UNL-08, UNL-09:")
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void cell(Case cell) {
    try (Stage stage = new Stage(kind, cell.call(), cell.ending())) {
      Background<String> caller = Background.of(() -> Words.of(() -> cell.where().enter(stage)));
      assertThat(caller.result()).as("what the caller is told").isEqualTo(cell.caller());
      assertThat(Background.of(stage.outcome::get).result())
          .as("the call")
          .isEqualTo(cell.outcome());
      if (stage.examined != null) {
        assertThat(stage.isDead()).as("the connection is dead").isEqualTo(cell.isDead());
      }
      Background.run(stage::settle).result();
    }
  }
}
