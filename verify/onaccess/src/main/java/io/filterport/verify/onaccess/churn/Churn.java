package io.filterport.verify.onaccess.churn;

import io.filterport.verify.onaccess.Defence;
import io.filterport.verify.onaccess.Filterport;
import io.filterport.verify.onaccess.Plan;
import io.filterport.verify.onaccess.Samples;
import io.filterport.verify.onaccess.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Four writers and four readers on one guarded file system. For use by the stage's thread. */
final class Churn {
  private static final int OF_EACH = 4;
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  /** Longer than any operation may wait for its verdict. */
  private static final Duration LAST = Duration.ofSeconds(60);

  private static final Duration SPARE = Duration.ofMinutes(5);

  private final Filterport guard;
  private final Tree tree;

  private Churn(Filterport guard, Tree tree) {
    this.guard = guard;
    this.tree = tree;
  }

  /**
   * {@return what came of it}
   *
   * @param time how long it goes on after a start that does not count
   */
  static Report run(Plan plan, Stage.FileSystem fileSystem, Duration time) throws Exception {
    return Stage.play(fileSystem, stage -> on(stage, new Setting(plan, fileSystem, time)));
  }

  private static Report on(Stage stage, Setting setting) throws Exception {
    Path probes = Files.createDirectory(stage.guarded().resolve("probes"));
    Samples samples = Samples.write(probes, 1);
    Tree tree = Tree.make(stage.guarded(), OF_EACH);
    try (Defence defence = Defence.start(stage, setting.plan(), setting.time().plus(SPARE))) {
      Duration ignored = defence.awaitWorking(samples, START);
      return new Churn((Filterport) defence, tree).report(setting);
    }
  }

  private Report report(Setting setting) throws Exception {
    long waiting = go(WARM_UP, new Counts());
    Held before = Held.quiet(guard);
    Counts counts = new Counts();
    waiting += go(setting.time(), counts);
    Held after = Held.quiet(guard);
    return new Report(setting, counts, Kept.by(guard), waiting, before, after);
  }

  /** {@return how many threads still wait long after the end} */
  private long go(Duration time, Counts counts) throws IOException, InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < OF_EACH; i++) {
      threads.add(start(new Writer(tree, counts, over::get, i)));
      threads.add(start(new Reader(tree, counts, over::get, i)));
    }
    Thread.sleep(time);
    over.set(true);
    return waiting(threads);
  }

  private static Thread start(Runnable work) {
    return Thread.ofPlatform().daemon().name("churn").start(work);
  }

  private static long waiting(List<Thread> threads) throws InterruptedException {
    long waiting = 0;
    for (Thread thread : threads) {
      waiting += thread.join(LAST) ? 0 : 1;
    }
    return waiting;
  }

  /** Writes reports into a page, in the place of those of the same kind. */
  static void write(Path page, List<Report> reports, List<String> machine) throws IOException {
    List<String> lines = new ArrayList<>(List.of("# Churn", ""));
    lines.add("What `verify/churn/run` saw last; [README](README.md) says what it does.");
    lines.add("Rows come from the command; where one says \"not counted\", the column is younger.");
    lines.add("");
    lines.addAll(Report.head());
    lines.addAll(others(page, reports));
    reports.forEach(report -> lines.add(report.row()));
    lines.addAll(List.of("", "## Machine and versions", ""));
    lines.addAll(machine);
    Files.write(page, lines);
  }

  private static List<String> others(Path page, List<Report> reports) throws IOException {
    return (Files.exists(page) ? Files.readAllLines(page) : List.<String>of())
        .stream()
            .filter(line -> line.startsWith("| Filterport"))
            .filter(
                line ->
                    reports.stream().noneMatch(report -> line.startsWith(report.setting().key())))
            .toList();
  }
}
