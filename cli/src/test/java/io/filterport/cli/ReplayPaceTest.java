package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.NtStatus;
import io.filterport.cli.Recording.Step;
import io.filterport.cli.ReplayFinding.Seen;
import io.filterport.cli.TrafficRecord.Begin;
import io.filterport.cli.TrafficRecord.Connect;
import io.filterport.cli.TrafficRecord.Disconnect;
import io.filterport.cli.TrafficRecord.Exchange;
import io.filterport.filter.SendResult.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

@DisplayName("the pace of a replay")
class ReplayPaceTest {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final ReplayPace ORIGINAL = new ReplayPace(1);

  private final Clock clock = new Clock();
  private final Stage stage = new Stage();

  /** Time that passes only while somebody sleeps, or plays. */
  private static final class Clock implements ReplayClock {
    private final List<Long> slept = new ArrayList<>();
    private long now = -7 * MILLI;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void sleep(long nanos) {
      slept.add(nanos / MILLI);
      now += Math.max(0, nanos);
    }
  }

  /** Says what is played, in its order, and takes time for connects. */
  private final class Stage implements ReplayStage {
    private final List<String> played = new CopyOnWriteArrayList<>();
    private long connectMillis;

    @Override
    public boolean plays(Exchange exchange) {
      return true;
    }

    @Override
    public Optional<ReplayFinding> connect(long line, Connect connect) {
      played.add("connect");
      clock.now += connectMillis * MILLI;
      return Optional.empty();
    }

    @Override
    public void disconnect(Disconnect disconnect) {
      played.add("disconnect");
    }

    @Override
    public ReplayFinding play(long line, Exchange exchange) {
      played.add("message " + exchange.message().length());
      Seen seen = new Seen(Outcome.REPLIED, NtStatus.SUCCESS, 0, new byte[0]);
      return ReplayFinding.of(line, exchange, seen);
    }
  }

  private static Exchange message(int bytes, long atMillis) {
    Kept message = new Kept(bytes, new byte[bytes]);
    Kept answer = new Kept(0, new byte[0]);
    return new Exchange(
        false, 1, atMillis * MILLI, 0, message, 8, null, null, null, NtStatus.SUCCESS, answer);
  }

  /** In the order of a recording: a slow message stands behind a quick one that began later. */
  private static Recording recording() {
    List<TrafficRecord> records =
        List.of(
            new Connect(1, 10 * MILLI, 1, 0, false, NtStatus.SUCCESS, Kept.NOTHING),
            message(2, 100),
            message(1, 30),
            new Disconnect(1, 130 * MILLI));
    List<Step> steps = new ArrayList<>();
    records.forEach(record -> steps.add(new Step(steps.size() + 2, record)));
    Begin begin = new Begin("\\P", "f", "1", false, 1 << 16, "box", 1, Instant.EPOCH, 1 << 16);
    return new Recording(begin, steps, 0, 0, true);
  }

  private void play(ReplayPace pace) throws InterruptedException {
    ReplayReport report = new ReplayPlayer(stage, pace, clock, LIMIT_NANOS).play(recording());
    assertThat(report.differs()).isFalse();
    assertThat(stage.played).containsExactly("connect", "message 1", "message 2", "disconnect");
  }

  @Test
  @DisplayName("original waits before each step as long as there was between them")
  void original() throws InterruptedException {
    play(ORIGINAL);
    assertThat(clock.slept).containsExactly(0L, 20L, 70L, 30L);
  }

  @Test
  @DisplayName("original makes up for what took longer than it had")
  void behind() throws InterruptedException {
    stage.connectMillis = 50;
    play(ORIGINAL);
    assertThat(clock.slept).containsExactly(0L, -30L, 40L, 30L);
  }

  @Test
  @DisplayName("of a speed waits so many times less, or more")
  void speed() throws InterruptedException {
    play(new ReplayPace(2));
    assertThat(clock.slept).containsExactly(0L, 10L, 35L, 15L);
    clock.slept.clear();
    stage.played.clear();
    play(new ReplayPace(0.5));
    assertThat(clock.slept).containsExactly(0L, 40L, 140L, 60L);
  }

  @Test
  @DisplayName("none waits for nothing")
  void none() throws InterruptedException {
    play(ReplayPace.NONE);
    assertThat(clock.slept).isEmpty();
  }

  private static ReplayCommand command(String... options) {
    ReplayCommand command = new ReplayCommand();
    List<String> arguments = new ArrayList<>(List.of("recording.jsonl", "--to", "\\P"));
    arguments.addAll(List.of(options));
    new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(arguments.toArray(String[]::new));
    return command;
  }

  @ParameterizedTest
  @CsvSource({"--pace=original,1", "--pace=none,0", "--speed=2,2", "--speed=0.5,0.5"})
  @DisplayName("is what the options say")
  void options(String option, double speed) {
    assertThat(command(option).pace().speed()).isEqualTo(speed);
  }

  @Test
  @DisplayName("is the original unless an option says otherwise, and never backwards")
  void defaults() {
    assertThat(command().pace()).isEqualTo(ORIGINAL);
    assertThatThrownBy(() -> command("--speed=-1").pace())
        .isInstanceOf(TypeConversionException.class);
  }
}
