package io.filterport.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** The races of the slot protocol, run by jcstress; one test each. */
class SlotRacesTest {
  private static final boolean LONG = "long".equals(System.getProperty("jcstress.mode"));

  private static final List<String> MINUTE = List.of("-f", "1", "-iters", "1", "-time", "1400");
  private static final List<String> HALF_HOUR = List.of("-f", "3", "-iters", "5", "-time", "5000");

  private static boolean content;
  private static String log = "";
  private static Map<String, String> verdicts = Map.of();

  /** The limits are for runs that hang: a race whose waiter is not woken never ends. */
  @BeforeAll
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  static void run() throws IOException, InterruptedException {
    Stress stress = new Stress(Path.of("target", "jcstress").toAbsolutePath());
    content =
        LONG
            ? stress.run(HALF_HOUR, Duration.ofMinutes(100))
            : stress.run(MINUTE, Duration.ofMinutes(10));
    log = stress.log();
    verdicts = Stress.verdicts(log);
  }

  @TestFactory
  @DisplayName("each race ends only as the protocol allows")
  Stream<DynamicTest> races() throws IOException {
    return Stress.races().stream()
        .map(
            race ->
                DynamicTest.dynamicTest(
                    race.substring(race.lastIndexOf('.') + 1), () -> assertAllowed(race)));
  }

  private static void assertAllowed(String race) {
    assertThat(verdicts.get(race))
        .as("verdict on %s; null: it was not reached", race)
        .isEqualTo("OK");
  }

  @Test
  @DisplayName("the run comes to its end without an error, and ran every race")
  void ranToItsEnd() throws IOException {
    assertThat(content).as("jcstress said:%n%s", log).isTrue();
    assertThat(verdicts.keySet()).isNotEmpty().hasSameElementsAs(Stress.races());
  }
}
