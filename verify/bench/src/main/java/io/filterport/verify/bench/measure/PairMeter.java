package io.filterport.verify.bench.measure;

import io.filterport.verify.bench.load.LoadResult;
import io.filterport.verify.bench.load.Usage;
import io.filterport.verify.bench.peer.Half;
import io.filterport.verify.bench.peer.Peer;
import io.filterport.verify.bench.peer.Peers;
import io.filterport.verify.bench.peer.Setup;
import io.filterport.verify.bench.process.BusyProgram;
import io.filterport.verify.bench.process.Child;
import io.filterport.verify.bench.process.JvmLaunch;
import io.filterport.verify.bench.process.Scheduling;
import io.filterport.verify.bench.process.Scratch;
import io.filterport.verify.bench.result.Case;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Measures between two new processes. For use by one thread. */
public final class PairMeter implements Meter {
  /** What is measured beside the round trips. */
  public enum Extra {
    /** Nothing. */
    NONE,
    /** What idle connections cost the answering process. */
    IDLE_CONNECTIONS,
    /** How many system calls each side makes. */
    SYSTEM_CALLS
  }

  private static final int WARM_UPS = 10;
  private static final int FIRST_CONNECTIONS = 200;

  private final Scratch scratch;
  private final Path home;
  private final int limitSeconds;
  private final Timing timing;
  private final Extra extra;

  /**
   * Makes a meter.
   *
   * @param scratch where files go
   * @param home the sources of this module
   * @param limitSeconds after which a process of a measurement ends by itself
   * @param timing how long it takes
   * @param extra what is measured as well
   */
  public PairMeter(Scratch scratch, Path home, int limitSeconds, Timing timing, Extra extra) {
    this.scratch = scratch;
    this.home = home;
    this.limitSeconds = limitSeconds;
    this.timing = timing;
    this.extra = extra;
  }

  @Override
  public Optional<String> missing(Case what) {
    return Peers.named(what.peer()).missing(what.waiting()).or(() -> what.scheduling().missing());
  }

  @Override
  public Sample measure(Case what) throws Exception {
    Peer peer = Peers.named(what.peer());
    Setup setup = new Setup(scratch.measurement(), scratch.memory(), what.size(), what.callers());
    JvmLaunch launch = new JvmLaunch(scratch.directory(), home, limitSeconds, what.jvmOptions());
    Background background = background(what, launch);
    try (Pair pair = new Pair(peer, setup, launch, what.scheduling())) {
      return steps(what, peer, pair);
    } finally {
      background.close();
      Scratch.empty(setup.directory());
      Scratch.empty(setup.memory());
    }
  }

  /** Other work that goes on meanwhile. */
  private interface Background {
    void close();
  }

  private Background background(Case what, JvmLaunch launch) throws IOException {
    if (what.scheduling() != Scheduling.LOADED) {
      return () -> {};
    }
    List<String> command = launch.program(BusyProgram.class, List.of());
    return new Child(command, scratch.directory(), limitSeconds)::close;
  }

  private Sample steps(Case what, Peer peer, Pair pair) throws Exception {
    Figures figures = new Figures();
    if (extra == Extra.IDLE_CONNECTIONS) {
      connectIdle(what.idle(), pair, figures);
    }
    warmUp(pair, peer.warmUps(), what.pauseNanos());
    measure(pair, figures, what.pauseNanos());
    Histogram histogram = pair.histogram();
    figures.roundTrips(histogram);
    if (extra == Extra.SYSTEM_CALLS) {
      SystemCalls.count(pair, timing.measured(), figures);
    }
    return new Sample(figures.values(), histogram);
  }

  /** Some are there before: the first ones load the code, and have it compiled. */
  private void connectIdle(int count, Pair pair, Figures figures) throws Exception {
    pair.connectIdle(Math.min(count, FIRST_CONNECTIONS));
    Usage before = pair.settledUsage(Half.ANSWERER);
    pair.connectIdle(count);
    Usage after = pair.settledUsage(Half.ANSWERER);
    figures.idleMemory(before, after, count);
    Usage quiet = pair.usageToCompare(Half.ANSWERER);
    long start = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(timing.idle().toNanos());
    Usage later = pair.usage(Half.ANSWERER).since(quiet);
    figures.idleTime(later, System.nanoTime() - start);
  }

  /** In slices, so that the loop itself is compiled as it is going to run. */
  private void warmUp(Pair pair, int times, long pause) throws IOException {
    for (int i = 0; i < WARM_UPS; i++) {
      LoadResult ignored = pair.run(timing.warmUp().toNanos() * times / WARM_UPS, pause);
    }
  }

  private void measure(Pair pair, Figures figures, long pause) throws IOException {
    Usage answererBefore = pair.usageToCompare(Half.ANSWERER);
    Usage callerBefore = pair.usageToCompare(Half.CALLER);
    LoadResult result = pair.run(timing.measured().toNanos(), pause);
    Usage caller = pair.usage(Half.CALLER).since(callerBefore);
    Usage answerer = pair.usage(Half.ANSWERER).since(answererBefore);
    figures.usage(result, caller, answerer);
  }
}
