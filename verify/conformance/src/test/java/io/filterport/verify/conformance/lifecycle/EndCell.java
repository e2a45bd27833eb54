package io.filterport.verify.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.filter.ClientPort;
import io.filterport.verify.conformance.world.Background;
import java.util.stream.Stream;

/** An end against what is under way: a cell of the second table of docs/lifecycle.md. */
record EndCell(End end, InFlight inFlight) {
  static final Table TABLE = Table.of("end");
  static final String IMPOSSIBLE = "–";

  private static final String GOES_ON = "goes on";

  /** {@return the cells of some ends that can be} */
  static Stream<EndCell> of(Stream<End> ends) {
    return ends.flatMap(end -> Stream.of(InFlight.values()).map(call -> new EndCell(end, call)))
        .filter(cell -> !cell.text().equals(IMPOSSIBLE));
  }

  private String text() {
    return TABLE.cell(end.title, inFlight.title);
  }

  void check(Scene scene) {
    InFlight.Running running = inFlight.start(scene);
    ClientPort client = scene.world.clients.getLast();
    Background<Void> ending = Background.run(() -> end.happen(scene, client)).untilBlockedOrDone();
    if (text().equals(GOES_ON)) {
      assertThat(running.isOver().getAsBoolean()).as("it ended").isFalse();
      running.complete().run();
      assertThat(running.outcome().get()).isEqualTo(inFlight.success);
    } else {
      assertThat(running.outcome().get()).isIn((Object[]) text().split(" or ", -1));
    }
    scene.gate.open();
    ending.result();
    scene.settle();
  }

  @Override
  public String toString() {
    return end + " against " + inFlight.title;
  }
}
