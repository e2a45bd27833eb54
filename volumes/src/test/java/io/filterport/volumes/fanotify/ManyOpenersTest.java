package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import io.filterport.volumes.Latches;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More openers wait than get their answers one by one. */
class ManyOpenersTest {
  private static final int OPENERS = 64;
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Each writes its line at once, so that none is torn. */
  private static final String OPEN_ALL =
      """
      cd "$1"
      for file in file-*; do
        { { read -r line < "$file"; } 2>/dev/null && echo "opened $file" || echo "denied $file"; } &
      done
      wait
      """;

  @TempDir Path mount;

  /** Holds every opener until all are there and one of them is dead. */
  private final CountDownLatch entered = new CountDownLatch(OPENERS + 1);

  private final CountDownLatch killed = new CountDownLatch(1);

  private Verdict decide(FileOperation operation) {
    entered.countDown();
    Latches.await(killed);
    return operation.path().endsWith("-bad") ? Verdict.DENY : Verdict.ALLOW;
  }

  @Test
  void eachGetsItsOwnAnswerAlthoughOneIsKilledMeanwhile() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          for (int i = 0; i < OPENERS; i++) {
            Files.writeString(sandbox.guarded(name(i)), "content\n");
          }
          FanotifyVolume volume =
              sandbox.volume(Sandbox.options(true, LONG).withWorkers(OPENERS + 1), this::decide);
          Opener victim = Opener.start("cat", sandbox.guarded("clean").toString());
          Opener others = Opener.startShell(OPEN_ALL, directory(sandbox));
          Latches.await(entered);
          victim.process().destroyForcibly().onExit().join();
          killed.countDown();
          List<String> outputs = others.output().lines().toList();
          volume.close();
          assertThat(outputs).containsExactlyInAnyOrderElementsOf(expected());
          assertThat(volume.eventCounters().answered()).isEqualTo(OPENERS + 1);
          assertThat(volume.eventCounters().rejected()).isZero();
          assertThat(volume.eventCounters().internalErrors()).isZero();
        });
  }

  private static String directory(Sandbox sandbox) {
    return sandbox.guarded(".").toString();
  }

  private static List<String> expected() {
    return IntStream.range(0, OPENERS)
        .mapToObj(i -> (isGood(i) ? "opened " : "denied ") + name(i))
        .toList();
  }

  private static boolean isGood(int number) {
    return number % 2 == 0;
  }

  private static String name(int number) {
    return "file-" + number + (isGood(number) ? "-good" : "-bad");
  }
}
