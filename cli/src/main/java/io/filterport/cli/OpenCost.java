package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.volume.Verdict;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.fanotify.FanotifyOptions;
import io.filterport.volumes.fanotify.FanotifyVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What open() costs with and without a filter: another process opens a small file again and again,
 * on a tmpfs that nobody else sees, guarded by a callback that allows everything at once. So it is
 * the least that a filter costs; a scanner's own time comes on top.
 *
 * @param plainNanos an open and close without a filter
 * @param filteredNanos the same with one
 */
record OpenCost(long plainNanos, long filteredNanos) {
  private static final String CHECK = "cost of open";
  private static final int OPENS = 1000;

  /** Whatever else the machine does makes a round longer, never shorter. */
  private static final int ROUNDS = 5;

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration VERDICT_LIMIT = Duration.ofSeconds(2);
  private static final String LOOP =
      "i=0; while [ $i -lt \"$2\" ]; do : < \"$1\"; i=$((i+1)); done";

  /** Needs CAP_SYS_ADMIN. Over after a time in any case. */
  static Finding check() throws InterruptedException {
    FutureTask<OpenCost> measurement = new FutureTask<>(OpenCost::measure);
    // The mount namespace is this thread's own, and gone with it.
    Thread.ofPlatform().daemon().name("filterport-doctor").start(measurement);
    try {
      return measurement.get(LIMIT.toSeconds(), TimeUnit.SECONDS).finding();
    } catch (ExecutionException e) {
      String why = e.getCause() instanceof FilterPortException f ? f.what() : "" + e.getCause();
      return Finding.warn(CHECK, "not measured: " + why, "Nothing else depends on it.");
    } catch (TimeoutException e) {
      return Finding.warn(
          CHECK,
          "not measured within " + LIMIT.toSeconds() + " s",
          "Try again on a quieter machine.");
    } finally {
      measurement.cancel(true);
    }
  }

  private static OpenCost measure() throws IOException, InterruptedException {
    try (DemoStage stage = DemoStage.ofOwnNamespace()) {
      Path file = Files.writeString(stage.guarded().resolve("file"), "content");
      long start = quickest(file, 0);
      long plain = quickest(file, OPENS);
      try (FanotifyVolume volume = FanotifyVolume.open(stage.guarded(), options(stage))) {
        volume.attach("100000", operation -> Verdict.ALLOW);
        return of(start, plain, quickest(file, OPENS));
      }
    }
  }

  private static OpenCost of(long start, long plain, long filtered) {
    return new OpenCost(Math.max(0, plain - start) / OPENS, Math.max(0, filtered - start) / OPENS);
  }

  private static FanotifyOptions options(DemoStage stage) {
    return FanotifyOptions.of(
        VolumeOptions.named(stage.guarded().toString())
            .withDefaultVerdict(Verdict.ALLOW)
            .withTimeLimit(VERDICT_LIMIT));
  }

  private static long quickest(Path file, int opens) throws IOException, InterruptedException {
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      quickest = Math.min(quickest, spent(file, opens));
    }
    return quickest;
  }

  /** {@return how long another process took} It opens nothing that is guarded but the file. */
  private static long spent(Path file, int opens) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process shell =
        new ProcessBuilder("sh", "-c", LOOP, "sh", file.toString(), Integer.toString(opens))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      int exit = shell.waitFor();
      if (exit != 0) {
        throw new IOException("the shell that opens the file ended with " + exit);
      }
      return System.nanoTime() - begin;
    } finally {
      shell.destroyForcibly();
    }
  }

  Finding finding() {
    return Finding.ok(
        CHECK,
        "%.1f us, with a filter that allows at once %.1f us"
            .formatted(plainNanos / 1000.0, filteredNanos / 1000.0));
  }
}
