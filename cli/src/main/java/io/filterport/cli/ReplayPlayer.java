package io.filterport.cli;

import io.filterport.cli.Recording.Step;
import io.filterport.cli.TrafficRecord.Connect;
import io.filterport.cli.TrafficRecord.Disconnect;
import io.filterport.cli.TrafficRecord.Exchange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Plays a recording at one of its ends. What had ended before something else began has ended before
 * it begins now, whatever the pace; what overlapped may overlap. For one thread.
 */
final class ReplayPlayer {
  /** Messages under way at once: as many as a connection has slots. */
  static final int MAX_RUNNING = 64;

  /** A send that has a timeout of its own ends by itself. */
  private static final long GRACE_NANOS = 2_000_000_000;

  private final ReplayStage stage;
  private final ReplayPace pace;
  private final ReplayClock clock;
  private final long limitNanos;
  private final ReplayReport report = new ReplayReport();
  private final List<Running> running = new ArrayList<>();

  /** A message under way, the time of its recorded end, and when it counts as late. */
  private record Running(
      Step step, Exchange exchange, long ended, FutureTask<ReplayFinding> task, long lateAt) {}

  ReplayPlayer(ReplayStage stage, ReplayPace pace, long limitNanos) {
    this(stage, pace, ReplayClock.SYSTEM, limitNanos);
  }

  /**
   * Makes one that has played nothing.
   *
   * @param clock by which steps are due; how long answers take is told by the machine's
   */
  ReplayPlayer(ReplayStage stage, ReplayPace pace, ReplayClock clock, long limitNanos) {
    this.stage = stage;
    this.pace = pace;
    this.clock = clock;
    this.limitNanos = limitNanos;
  }

  ReplayReport play(Recording recording) throws InterruptedException {
    List<Step> steps =
        recording.steps().stream()
            .filter(step -> !(step.record() instanceof Exchange e) || stage.plays(e))
            .sorted(Comparator.comparingLong(step -> at(step.record())))
            .toList();
    long first = steps.isEmpty() ? 0 : at(steps.getFirst().record());
    long began = clock.nanoTime();
    for (Step step : steps) {
      long at = at(step.record());
      collect(at);
      pace.await(clock, began, at - first);
      play(step);
    }
    collect(Long.MAX_VALUE);
    return report;
  }

  private static long at(TrafficRecord record) {
    return switch (record) {
      case Connect connect -> connect.at();
      case Disconnect end -> end.at();
      case Exchange exchange -> exchange.at();
      default -> throw new IllegalArgumentException("not played: " + record);
    };
  }

  private void play(Step step) throws InterruptedException {
    switch (step.record()) {
      case Connect connect -> stage.connect(step.line(), connect).ifPresent(report::add);
      case Disconnect end -> stage.disconnect(end);
      case Exchange exchange -> start(step, exchange);
      default -> throw new IllegalArgumentException("not played: " + step);
    }
  }

  private void start(Step step, Exchange exchange) throws InterruptedException {
    if (!exchange.message().isWhole()) {
      report.add(ReplayFinding.skipped(step.line(), "its payload was not recorded whole"));
      return;
    }
    if (running.size() == MAX_RUNNING) {
      report.add(await(running.removeFirst()));
    }
    FutureTask<ReplayFinding> task = new FutureTask<>(() -> stage.play(step.line(), exchange));
    Thread.ofPlatform().daemon().name("filterport-replay-" + step.line()).start(task);
    long lateAt = System.nanoTime() + limitNanos + GRACE_NANOS;
    running.add(new Running(step, exchange, exchange.at() + exchange.nanos(), task, lateAt));
  }

  /** Waits for all that had ended by then. */
  private void collect(long at) throws InterruptedException {
    for (Iterator<Running> rest = running.iterator(); rest.hasNext(); ) {
      Running next = rest.next();
      if (next.ended() <= at) {
        rest.remove();
        report.add(await(next));
      }
    }
  }

  private static ReplayFinding await(Running message) throws InterruptedException {
    try {
      return message.task().get(message.lateAt() - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return ReplayFinding.late(message.step().line(), message.exchange());
    } catch (ExecutionException e) {
      return ReplayFinding.missing(message.step().line(), String.valueOf(e.getCause()));
    }
  }
}
