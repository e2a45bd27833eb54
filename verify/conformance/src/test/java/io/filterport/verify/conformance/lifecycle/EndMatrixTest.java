package io.filterport.verify.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every end of a connection against everything under way: the second table of lifecycle.md. */
@EachWorld
class EndMatrixTest {
  private static final String WAITS = "waits for callbacks";
  private static final String CALLBACK = "disconnect callback";
  private static final String SEAT = "seat";

  private final Scene scene;

  EndMatrixTest(WorldKind kind) {
    scene = new Scene(kind);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  static Stream<End> ends() {
    return Stream.of(End.values()).filter(end -> end != End.DEATH);
  }

  static Stream<EndCell> cells() {
    return EndCell.of(ends());
  }

  private void happen(End end) {
    Background.run(() -> end.happen(scene, scene.link.client())).result();
  }

  @Test
  @DisplayName(
      "INV-10: one table for every world has a line for each end, and a column for each thing under way")
  void complete() {
    assertThat(EndCell.TABLE.rows().keySet())
        .containsExactlyElementsOf(Stream.of(End.values()).map(end -> end.title).toList());
    List<String> columns = new ArrayList<>(List.of("rules"));
    Stream.of(InFlight.values()).forEach(call -> columns.add(call.title));
    columns.addAll(List.of(WAITS, CALLBACK, SEAT));
    assertThat(EndCell.TABLE.columns()).isEqualTo(columns);
  }

  @DisplayName(
      "HND-06, HND-08, DIS-01, DIS-14, DIS-17, UNL-02, UNL-03, UNL-07, CLP-02, CLP-03, CNF-17:")
  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void underWay(EndCell cell) {
    cell.check(scene);
  }

  @DisplayName("HND-06, HND-07, UNL-06:")
  @ParameterizedTest(name = "{0} waits for a callback, or does not")
  @MethodSource("ends")
  void waiting(End end) {
    String cell = EndCell.TABLE.cell(end.title, WAITS);
    InFlight.Running call = InFlight.CALL.start(scene);
    Background<Void> ending = Background.run(() -> end.happen(scene, scene.link.client()));
    boolean waits = cell.equals("yes") || (cell.equals("in one JVM") && scene.world.closeWaits());
    if (waits) {
      ending.untilBlocked();
    } else {
      ending.result();
    }
    assertThat(scene.world.ledger.ended()).isZero();
    scene.gate.open();
    ending.result();
    assertThat(call.outcome().get()).isNotNull();
    scene.settle();
  }

  @DisplayName("DIS-05, DIS-06, DIS-16:")
  @ParameterizedTest(name = "the disconnect callback after {0}")
  @MethodSource("ends")
  void callback(End end) {
    happen(end);
    if (EndCell.TABLE.cell(end.title, CALLBACK).equals("follows")) {
      Waits.until(() -> scene.world.ledger.ended() == 1);
    } else {
      scene.world.awaitQuiet();
      assertThat(scene.world.ledger.ended()).isZero();
    }
    scene.settle();
    assertThat(scene.world.count("disconnect")).isEqualTo(1);
  }

  @DisplayName("DIS-13, DIS-14, DIS-17:")
  @ParameterizedTest(name = "the seat after {0}")
  @MethodSource("ends")
  void seat(End end) {
    List<Integer> inCallback = new ArrayList<>();
    scene.world.onDisconnect = cookie -> inCallback.add(scene.seatsTaken());
    String cell = EndCell.TABLE.cell(end.title, SEAT);
    happen(end);
    int afterwards = cell.equals("kept") ? 1 : 0;
    Waits.until(() -> scene.seatsTaken() == afterwards);
    scene.settle();
    assertThat(inCallback).hasSize(1);
    if (!cell.equals("free, sooner or later")) {
      assertThat(inCallback).containsExactly(cell.equals("free at once") ? 0 : 1);
    }
    assertThat(scene.seatsTaken()).isZero();
  }
}
