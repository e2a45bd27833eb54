package io.filterport.verify.conformance.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Seed;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random operations of several threads on a port, recorded and explained by the sequential model.
 * Two connections at a time: what one does must be explained without the other.
 *
 * <p>{@code -Dhistories.mode=long} plays a million operations in each world. {@code
 * -Dhistories.seed=} plays the history of one seed again and again; the scripts are the same then,
 * the meeting of the threads is not. Whatever fails tells the seeds of both histories.
 */
@EachWorld
class HistoriesTest {
  private static final boolean LONG = "long".equals(System.getProperty("histories.mode"));
  private static final int OPERATIONS = LONG ? 1_000_000 : 20_000;

  /** A new manager after so many, for its books grow with each connection. */
  private static final int ROUNDS_OF_A_WORLD = 200;

  @RegisterExtension final Seed seed = Seed.of("histories.seed");

  private final WorldKind kind;
  private final long start = System.nanoTime();
  private final long firstSeed = seed.value();
  private long operations;
  private long histories;

  HistoriesTest(WorldKind kind) {
    this.kind = kind;
  }

  @Test
  @DisplayName(
      "INV-01, INV-02, INV-03, INV-04, INV-05, INV-06, INV-07, INV-10, INV-11, KSM-12, KSM-16,"
          + " KSM-17, KSM-18, KSM-20, KSM-39, KSM-45, GET-20, GET-31: whatever several threads do"
          + " at once, a port that does one thing at a time could have done, too")
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void linearizable() throws Exception {
    while (operations < OPERATIONS) {
      playInOneWorld();
    }
    if (LONG) {
      System.out.printf(
          "%s: %d operations in %d histories from seed %d on, %d s%n",
          kind, operations, histories, firstSeed, (System.nanoTime() - start) / 1_000_000_000);
    }
  }

  private void playInOneWorld() throws Exception {
    try (World world = World.withPort(kind, 2);
        Lane one = new Lane(world);
        Lane other = new Lane(world)) {
      world.onMessage = (cookie, call) -> ((Lane) cookie).answer(call);
      for (int i = 0; i < ROUNDS_OF_A_WORLD && operations < OPERATIONS; i++) {
        playAtOnce(one, other);
        assertQuiet(world, one, other);
      }
    }
  }

  private void playAtOnce(Lane one, Lane other) throws Exception {
    one.connect();
    other.connect();
    seed.goOn();
    long its = seed.next();
    Future<Integer> played = Stage.run(() -> other.play(its));
    operations += one.play(seed.next());
    operations += played.get();
    histories += 2;
  }

  /** No call is under way. */
  private static void assertQuiet(World world, Lane... lanes) {
    world.awaitQuiet();
    assertThat(world.seatsTaken())
        .isEqualTo((int) Stream.of(lanes).filter(Lane::isConnected).count());
    for (Lane lane : lanes) {
      lane.assertAsked();
    }
  }
}
