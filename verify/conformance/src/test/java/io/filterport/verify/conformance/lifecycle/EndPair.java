package io.filterport.verify.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.filter.ClientPort;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two ends against what is under way. The first that ends it counts; nothing hangs, none is left.
 */
record EndPair(End first, End second, InFlight inFlight) {
  /** What whoever comes second is told. */
  static final Table SECOND = Table.of("second end");

  static final String STAYS = "the filter stays";
  static final String GOES = "the filter goes";
  static final String HAS_GONE = "the filter has gone";

  /** {@return every order of two of these ends, against everything that both can meet} */
  static Stream<EndPair> inTurn(List<End> ends) {
    return ends.stream()
        .flatMap(first -> ends.stream().flatMap(second -> of(first, second)))
        .filter(EndPair::isPossible);
  }

  /** {@return the same without an order} */
  static Stream<EndPair> atOnce(List<End> ends) {
    return inTurn(ends).filter(pair -> pair.first.compareTo(pair.second) <= 0);
  }

  private static Stream<EndPair> of(End first, End second) {
    return Stream.of(InFlight.values()).map(call -> new EndPair(first, second, call));
  }

  private boolean isPossible() {
    return cells().stream().allMatch(EndCell::isPossible);
  }

  private List<EndCell> cells() {
    return List.of(new EndCell(first, inFlight), new EndCell(second, inFlight));
  }

  // ---- one after the other

  void checkInTurn(Scene scene) {
    InFlight.Running running = inFlight.start(scene);
    ClientPort client = scene.world.clients.getLast();
    boolean firstDecides = !cells().getFirst().goesOn();
    EndCell decisive = firstDecides ? cells().getFirst() : cells().getLast();
    Background<String> one = happen(first, scene, client);
    if (firstDecides && inFlight.isOverAtOnce()) {
      decisive.assertOutcome(running);
    }
    if (!inFlight.staysInACallback()) {
      assertThat(one.result()).isEqualTo(Words.DONE);
    }
    String told = SECOND.cell(second.title, filterAfterTheFirst());
    Background<String> two = happen(second, scene, client);
    decisive.assertOutcome(running);
    scene.gate.open();
    assertThat(one.result()).isEqualTo(Words.DONE);
    assertThat(two.result()).isEqualTo(told);
    settle(scene);
  }

  private static Background<String> happen(End end, Scene scene, ClientPort client) {
    return Background.of(() -> Words.of(() -> end.happen(scene, client))).untilBlockedOrDone();
  }

  private String filterAfterTheFirst() {
    if (!first.takesTheFilter()) {
      return STAYS;
    }
    return inFlight.staysInACallback() ? GOES : HAS_GONE;
  }

  // ---- at once

  void checkAtOnce(Scene scene) {
    InFlight.Running running = inFlight.start(scene);
    ClientPort client = scene.world.clients.getLast();
    CyclicBarrier both = new CyclicBarrier(2);
    CountDownLatch begun = new CountDownLatch(2);
    List<Background<String>> ends = new ArrayList<>();
    for (End end : List.of(first, second)) {
      ends.add(
          Background.of(
              () -> {
                Waits.at(both);
                begun.countDown();
                return Words.of(() -> end.happen(scene, client));
              }));
    }
    Waits.on(begun); // who waits from now on waits inside an end
    ends.forEach(Background::untilBlockedOrDone);
    assertEither(running);
    scene.gate.open();
    assertThat(ends.getFirst().result()).isIn(toldBeside(first, second));
    assertThat(ends.getLast().result()).isIn(toldBeside(second, first));
    settle(scene);
  }

  private void assertEither(InFlight.Running running) {
    List<EndCell> decisive = cells().stream().filter(cell -> !cell.goesOn()).toList();
    if (decisive.isEmpty()) {
      cells().getFirst().assertOutcome(running);
      return;
    }
    assertThat(running.outcome().get())
        .isIn(decisive.stream().flatMap(cell -> cell.outcomes().stream()).toList());
  }

  private static Set<String> toldBeside(End end, End other) {
    Stream<String> moments =
        other.takesTheFilter() ? Stream.of(STAYS, GOES, HAS_GONE) : Stream.of(STAYS);
    return moments.map(moment -> SECOND.cell(end.title, moment)).collect(Collectors.toSet());
  }

  // ---- afterwards

  /** DIS-05, DIS-17: each accepted connection had one disconnect callback, and no seat is taken. */
  static void settle(Scene scene) {
    scene.settle();
    assertThat(scene.world.count("disconnect")).isEqualTo(scene.world.ledger.accepted());
    assertThat(scene.seatsTaken()).isZero();
  }

  @Override
  public String toString() {
    return first + " and " + second + " against " + inFlight.title;
  }
}
