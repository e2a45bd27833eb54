package io.filterport.verify.onaccess;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("host --cache verdicts and scan --engine clamd, with ClamAV's own clamd")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class KeptVerdictsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final byte[] CONTENT = "not yet known to anybody\n".getBytes(US_ASCII);
  private static final String SIGNATURE = "Known-By-Now";
  private static final Signatures NEXT = Signatures.FIRST.next(SIGNATURE, CONTENT);

  /** clamd ends a session that is silent for so long. */
  private static final List<String> IMPATIENT = List.of("ReadTimeout 2");

  @Test
  @DisplayName("a verdict is kept until clamd has a database of another number, and no longer")
  void anotherDatabase() throws Exception {
    Plan plan = Plan.of(Plan.Kind.CLAMD);
    assumeTrue(plan.missing().isEmpty(), () -> plan.missing().orElse(""));
    String denial = Stage.play(Stage.FileSystem.EXT4, KeptVerdictsTest::anotherDatabase);
    assertThat(denial).contains("\"verdict\":\"deny\"", set(NEXT), "\"cached\":false");
  }

  /**
   * {@return the event of the last opening} The service asks for clamd's version when it finds that
   * a session was lost; it need not wait for its minute. What is opened next tells the host.
   */
  private static String anotherDatabase(Stage stage) throws Exception {
    Path file = Files.write(stage.guarded().resolve("file"), CONTENT);
    Events events = new Events(stage.base().resolve("events.jsonl"));
    try (Place place = new Place(stage, LIMIT)) {
      Clamd clamd = Clamd.start(place, IMPATIENT);
      guard(place, clamd, events);
      await("a kept verdict", () -> opens(file) && events.tell(file, "\"cached\":true"));
      assertThat(events.of(file)).allMatch(line -> line.contains(set(Signatures.FIRST)));
      clamd.reload(NEXT);
      await("a lost session", () -> connections(clamd.socket()) == 0);
      await("the next database", () -> opens(another(stage)) && events.tell(set(NEXT)));
      assertThat(opens(file)).as("opens what the next database knows").isFalse();
      await("a denial", () -> events.tell(file, SIGNATURE));
      return events.of(file).getLast();
    }
  }

  private static void guard(Place place, Clamd clamd, Events events) throws Exception {
    Plan plan =
        Plan.of(Plan.Kind.CLAMD)
            .withHostOptions(
                "--cache=verdicts",
                "--timeout=50000",
                "--events=all",
                "--events-to=" + events.file());
    place.run("host", Filterport.hostCommand(place, plan)).await("listening on");
    ScanService ignored =
        ScanService.start(place, List.of("--engine=clamd", "--clamd-socket=" + clamd.socket()));
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    Duration ignored = Eventually.holds(what, PATIENCE, condition);
  }

  private static boolean opens(Path file) {
    return Opening.now(file).outcome() == Opening.Outcome.ALLOWED;
  }

  private static Path another(Stage stage) throws IOException {
    return Files.createTempFile(stage.guarded(), "another", "");
  }

  /** How a version names the number of a database. */
  private static String set(Signatures signatures) {
    return "/" + signatures.number() + "/";
  }

  /** The kernel lists a socket that listens, and with its name those that it has accepted. */
  private static long connections(Path socket) throws IOException {
    return Files.readAllLines(Path.of("/proc/net/unix")).stream()
            .filter(line -> line.endsWith(" " + socket))
            .count()
        - 1;
  }

  /** What the host tells of its verdicts. */
  private record Events(Path file) {
    List<String> of(Path opened) throws IOException {
      return Files.readAllLines(file).stream()
          .filter(line -> line.contains("\"path\":\"" + opened + "\""))
          .toList();
    }

    boolean tell(Path opened, String text) throws IOException {
      return of(opened).stream().anyMatch(line -> line.contains(text));
    }

    boolean tell(String text) throws IOException {
      return Files.readString(file).contains(text);
    }
  }
}
