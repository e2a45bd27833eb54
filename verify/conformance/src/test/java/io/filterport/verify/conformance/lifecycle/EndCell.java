package io.filterport.verify.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.filter.ClientPort;
import io.filterport.verify.conformance.world.Background;
import java.util.List;
import java.util.stream.Stream;

/** An end against what is under way: a cell of the second table of docs/lifecycle.md. */
record EndCell(End end, InFlight inFlight) {
  static final Table TABLE = Table.of("end");
  static final String IMPOSSIBLE = "–";

  private static final String GOES_ON = "goes on";

  /** {@return the cells of some ends that can be} */
  static Stream<EndCell> of(Stream<End> ends) {
    return ends.flatMap(end -> Stream.of(InFlight.values()).map(call -> new EndCell(end, call)))
        .filter(EndCell::isPossible);
  }

  private String text() {
    return TABLE.cell(end.title, inFlight.title);
  }

  boolean isPossible() {
    return !text().equals(IMPOSSIBLE);
  }

  /** {@return whether the end does not touch it} */
  boolean goesOn() {
    return text().equals(GOES_ON);
  }

  /** {@return how it may end} */
  List<String> outcomes() {
    return List.of(text().split(" or ", -1));
  }

  void check(Scene scene) {
    InFlight.Running running = inFlight.start(scene);
    ClientPort client = scene.world.clients.getLast();
    Background<Void> ending = Background.run(() -> end.happen(scene, client)).untilBlockedOrDone();
    assertOutcome(running);
    scene.gate.open();
    ending.result();
    scene.settle();
  }

  /** After the end: what goes on goes on, and can end well; what is over ended as is said. */
  void assertOutcome(InFlight.Running running) {
    if (goesOn()) {
      assertThat(running.isOver().getAsBoolean()).as("it ended").isFalse();
      running.complete().run();
      assertThat(running.outcome().get()).isEqualTo(inFlight.success);
    } else {
      assertThat(running.outcome().get()).isIn(outcomes());
    }
  }

  @Override
  public String toString() {
    return end + " against " + inFlight.title;
  }
}
