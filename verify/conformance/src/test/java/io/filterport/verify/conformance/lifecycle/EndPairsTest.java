package io.filterport.verify.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every two ends of a connection, in either order and at once, against everything under way: the
 * second and the third table of docs/lifecycle.md.
 */
@EachWorld
class EndPairsTest {
  private static final List<End> ENDS =
      Stream.of(End.values()).filter(end -> end != End.DEATH && end != End.BOTH).toList();

  private final Scene scene;

  EndPairsTest(WorldKind kind) {
    scene = new Scene(kind);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  static Stream<EndPair> inTurn() {
    return EndPair.inTurn(ENDS);
  }

  static Stream<EndPair> atOnce() {
    return EndPair.atOnce(ENDS);
  }

  @Test
  @DisplayName("INV-10: one table for every world has a line for each end that comes second")
  void complete() {
    assertThat(EndPair.SECOND.rows().keySet())
        .containsExactlyElementsOf(
            Stream.of(End.values()).filter(end -> end != End.BOTH).map(end -> end.title).toList());
    assertThat(EndPair.SECOND.columns())
        .containsExactly("rules", EndPair.STAYS, EndPair.GOES, EndPair.HAS_GONE);
  }

  @DisplayName("DIS-03, DIS-05, DIS-17, HND-09, UNL-04, UNL-05, CLP-02, CLP-05, INV-03, INV-07:")
  @ParameterizedTest(name = "{0}, in turn")
  @MethodSource("inTurn")
  void inTurn(EndPair pair) {
    pair.checkInTurn(scene);
  }

  @DisplayName("DIS-05, DIS-17, HND-09, UNL-05, REG-06, INV-03, INV-07:")
  @ParameterizedTest(name = "{0}, at once")
  @MethodSource("atOnce")
  void atOnce(EndPair pair) {
    pair.checkAtOnce(scene);
  }
}
