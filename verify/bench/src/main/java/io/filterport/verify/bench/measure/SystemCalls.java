package io.filterport.verify.bench.measure;

import io.filterport.verify.bench.load.LoadResult;
import io.filterport.verify.bench.peer.Half;
import io.filterport.verify.bench.peer.Programs;
import io.filterport.verify.bench.result.Figure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Counts the system calls of both processes with perf, which does not slow them down. Where perf is
 * missing, or may not count, there is no figure; the context switches are always there. Stateless.
 */
final class SystemCalls {
  private static final String PERF = "perf";
  private static final String EVENT = "raw_syscalls:sys_enter";

  /** The callers ask for longer than perf counts, so that it sees nothing but round trips. */
  private static final int LONGER = 4;

  private static final Executor NEW_THREAD = task -> Thread.ofPlatform().daemon().start(task);

  private SystemCalls() {}

  static void count(Pair pair, Duration time, Figures figures) {
    if (Programs.find(PERF).isEmpty()) {
      return;
    }
    CompletableFuture<LoadResult> load =
        CompletableFuture.supplyAsync(() -> run(pair, LONGER * time.toNanos()), NEW_THREAD);
    CompletableFuture<OptionalLong> caller = counted(pair, Half.CALLER, time);
    CompletableFuture<OptionalLong> answerer = counted(pair, Half.ANSWERER, time);
    CompletableFuture.allOf(caller, answerer).join();
    if (!load.isDone()) {
      double trips = tripsPerSecond(load.join()) * time.toMillis() / TimeUnit.SECONDS.toMillis(1);
      caller.join().ifPresent(calls -> figures.put(Figure.CALLER_SYSCALLS, calls / trips));
      answerer.join().ifPresent(calls -> figures.put(Figure.ANSWERER_SYSCALLS, calls / trips));
    }
  }

  private static LoadResult run(Pair pair, long nanos) {
    try {
      return pair.run(nanos, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double tripsPerSecond(LoadResult load) {
    return (double) load.trips() * TimeUnit.SECONDS.toNanos(1) / load.nanos();
  }

  private static CompletableFuture<OptionalLong> counted(Pair pair, Half half, Duration time) {
    String pid = Long.toString(pair.half(half).pid());
    String seconds = Double.toString(time.toMillis() / 1_000.0);
    return CompletableFuture.supplyAsync(() -> counted(pid, seconds), NEW_THREAD);
  }

  private static OptionalLong counted(String pid, String seconds) {
    try {
      return parse(Programs.run(PERF, "stat", "-x,", "-e", EVENT, "-p", pid, "sleep", seconds));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** {@return the number before the event's name; none if perf says that it did not count} */
  static OptionalLong parse(String output) {
    return output
        .lines()
        .filter(line -> line.contains(EVENT) && line.matches("\\d+,.*"))
        .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(','))))
        .findFirst();
  }
}
