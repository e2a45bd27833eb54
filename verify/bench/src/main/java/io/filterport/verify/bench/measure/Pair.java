package io.filterport.verify.bench.measure;

import io.filterport.verify.bench.load.Histograms;
import io.filterport.verify.bench.load.LoadResult;
import io.filterport.verify.bench.load.Usage;
import io.filterport.verify.bench.peer.Half;
import io.filterport.verify.bench.peer.Launch;
import io.filterport.verify.bench.peer.Peer;
import io.filterport.verify.bench.peer.Setup;
import io.filterport.verify.bench.process.Child;
import io.filterport.verify.bench.process.Scheduling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/** The two processes of a measurement. For use by one thread. */
final class Pair implements AutoCloseable {
  private final Setup setup;

  /** The one that came last first: the other has what it is connected to. */
  private final Deque<Child> started = new ArrayDeque<>();

  private final Map<Half, Child> halves = new EnumMap<>(Half.class);

  /** Starts both, the one that makes the address first. */
  Pair(Peer peer, Setup setup, Launch launch, Scheduling scheduling) throws Exception {
    this.setup = setup;
    try {
      for (Half half : List.of(peer.first(), peer.first().other())) {
        List<String> command = new ArrayList<>(scheduling.prefix());
        command.addAll(peer.command(half, setup, launch));
        Child child = new Child(command, setup.directory(), launch.limitSeconds());
        halves.put(half, child);
        started.addFirst(child);
      }
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  Child half(Half half) {
    return Objects.requireNonNull(halves.get(half));
  }

  Usage usage(Half half) throws IOException {
    return Usage.parse(half(half).ask("usage"));
  }

  /**
   * {@return what a half has used, to be compared with what {@link #usage} says later} The first
   * question costs more than others.
   */
  Usage usageToCompare(Half half) throws IOException {
    Usage ignored = usage(half);
    Usage first = usage(half);
    return usage(half).withOneMoreQuestion(first);
  }

  /** {@return what a half uses, with no garbage among it} */
  Usage settledUsage(Half half) throws IOException {
    String ignored = half(half).ask("settle");
    return usage(half);
  }

  void connectIdle(int count) throws IOException {
    String ignored = half(Half.CALLER).ask("idle " + count);
  }

  /** {@return what came of it} The callers ask for so long, with pauses. */
  LoadResult run(long nanos, long pauseNanos) throws IOException {
    return LoadResult.parse(half(Half.CALLER).ask("run " + nanos + " " + pauseNanos));
  }

  /** {@return nanoseconds of each round trip of the last run} */
  Histogram histogram() throws IOException {
    Path file = setup.directory().resolve("histogram");
    String ignored = half(Half.CALLER).ask("save " + file);
    return Histograms.read(file);
  }

  @Override
  public void close() {
    started.forEach(Child::close);
  }
}
