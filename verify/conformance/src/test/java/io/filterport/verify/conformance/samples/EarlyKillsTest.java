package io.filterport.verify.conformance.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.conformance.samples.AvMessages.Finding;
import io.filterport.verify.conformance.world.InWorld;
import io.filterport.verify.conformance.world.Seed;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that are killed before they are ready: before or inside a connect, between two, or before
 * their first get. What is closed in the same JVM is not killed.
 */
@InWorld(WorldKind.PROCESSES)
@Timeout(180)
class EarlyKillsTest {
  /** Whoever dies young costs the start of a JVM. */
  private static final int ROUNDS = 8;

  @RegisterExtension final Seed seed = Seed.ofTest();

  private final World world = new World(WorldKind.PROCESSES);

  @AfterEach
  void close() {
    world.close();
  }

  /** Each client is killed when it has come to a random number of its seats, or soon after. */
  private void killEarly(
      Class<? extends SampleService> program, String filter, int seats, Kills.Round begin) {
    Kills kills = new Kills(world, program, seed);
    kills.play(
        ROUNDS,
        service -> {
          begin.with(service);
          kills.killWithin(service, () -> Seats.taken(world.manager, filter), seats);
          Seats.awaitFree(world.manager, filter);
        });
  }

  @Test
  @DisplayName("DIS-05, DIS-13: whoever follows scanners that never got ready is served")
  void scanner() {
    ScannerFilter filter = new ScannerFilter(world.manager);
    killEarly(ScannerService.class, ScannerFilter.NAME, 1, service -> {});
    assertThat(filter.disconnects).hasValue(filter.connects.get());
    try (RunningService service = RunningService.prepare(world, ScannerService.class)) {
      service.begin();
      assertThat(service.hear()).isEqualTo("ready");
      assertThat(filter.scan("foul").mayOpen()).isFalse();
    }
  }

  @Test
  @DisplayName("DIS-05, DIS-13: killed between its two connects a client leaves nothing")
  void betweenTwoConnects(@TempDir Path sections) {
    AvFilter filter = new AvFilter(world.manager, sections);
    killEarly(AvService.class, AvFilter.NAME, 2, service -> service.say(sections.toString()));
    try (RunningService service = RunningService.prepare(world, AvService.class)) {
      service.begin();
      service.say(sections.toString());
      assertThat(service.hear()).isEqualTo("ready");
      assertThat(filter.scan("a virus").finding()).isEqualTo(Finding.INFECTED);
    }
    assertThat(sections).isEmptyDirectory();
  }

  @Test
  @DisplayName("DIS-05, DIS-13: records are kept for whoever lives to ask for them")
  void minispy() {
    MinispyFilter filter = new MinispyFilter(world.manager);
    assertThat(filter.log("kept")).isTrue();
    killEarly(MinispyService.class, MinispyFilter.NAME, 1, service -> service.say("log"));
    int given = filter.delivered();
    assertThat(filter.log("the next")).isTrue();
    try (RunningService service = RunningService.prepare(world, MinispyService.class)) {
      service.begin();
      assertThat(service.hear()).isEqualTo("ready");
      service.say("log");
      assertThat(service.hear()).isEqualTo("first " + (given + 1));
    }
  }
}
