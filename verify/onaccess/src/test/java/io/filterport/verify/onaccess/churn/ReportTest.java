package io.filterport.verify.onaccess.churn;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.verify.onaccess.Opening;
import io.filterport.verify.onaccess.Opening.Outcome;
import io.filterport.verify.onaccess.Plan;
import io.filterport.verify.onaccess.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a report of churn")
class ReportTest {
  private static final Held BEFORE = held(50, 20, 4_096, 40, 10, 2_048);

  private static final Kept NOTHING_KEPT = new Kept(0, 0);

  private final Counts counts = new Counts();

  @BeforeEach
  void something() {
    opened(Tree.Kind.CLEAN, Outcome.ALLOWED);
    opened(Tree.Kind.EICAR, Outcome.DENIED);
    opened(Tree.Kind.EICAR, Outcome.MISSING);
    counts.infected.increment();
  }

  private static Held held(
      long hostFds, long hostThreads, long hostKib, long scanFds, long scanThreads, long scanKib) {
    return new Held(
        names("fd", hostFds),
        names("thread", hostThreads),
        hostKib,
        names("fd", scanFds),
        names("thread", scanThreads),
        scanKib);
  }

  private static Names names(String name, long count) {
    return new Names(Map.of(name, count));
  }

  private void opened(Tree.Kind kind, Outcome outcome) {
    counts.opened(kind, new Opening(Path.of("file"), outcome, Duration.ofMillis(3)));
  }

  private Report report(long waiting, Held after) {
    return new Report(setting(Plan.Kind.PATTERNS), counts, NOTHING_KEPT, waiting, BEFORE, after);
  }

  private static Setting setting(Plan.Kind kind) {
    return new Setting(Plan.of(kind), Stage.FileSystem.TMPFS, Duration.ofMinutes(5));
  }

  @Test
  @DisplayName("finds nothing wrong where nothing is, whatever memory was used")
  void well() {
    assertThat(report(0, held(50, 19, 9_999, 40, 10, 9_999)).faults()).isEmpty();
  }

  @Test
  @DisplayName("finds each of what must not be")
  void faults() {
    opened(Tree.Kind.EICAR, Outcome.ALLOWED);
    opened(Tree.Kind.CLEAN, Outcome.DENIED);
    opened(Tree.Kind.CLEAN, Outcome.FAILED);
    assertThat(report(2, BEFORE).faults())
        .containsExactly(
            "1 EICAR files were opened",
            "1 clean files were denied",
            "1 operations failed otherwise",
            "2 threads still wait");
  }

  @Test
  @DisplayName("finds nothing good where nothing happened")
  void nothing() {
    Report report =
        new Report(setting(Plan.Kind.CLAMD), new Counts(), NOTHING_KEPT, 0, BEFORE, BEFORE);
    assertThat(report.faults())
        .containsExactly(
            "no EICAR file was denied",
            "no clean file was opened",
            "no file became EICAR in place");
  }

  @Test
  @DisplayName("finds that no verdict was kept where it should be: files lived too short for that")
  void kept() {
    assertThat(report("verdicts", NOTHING_KEPT)).containsExactly("no kept verdict was used");
    assertThat(report("verdicts", new Kept(1, 0))).isEmpty();
    assertThat(report("kernel", new Kept(1, 0))).containsExactly("the kernel was told nothing");
    assertThat(report("kernel", new Kept(1, 1))).isEmpty();
    assertThat(report("none", NOTHING_KEPT)).isEmpty();
  }

  private List<String> report(String cache, Kept kept) {
    Plan plan = Plan.of(Plan.Kind.PATTERNS).withHostOptions("--cache=" + cache);
    Setting setting = new Setting(plan, Stage.FileSystem.EXT4, Duration.ofMinutes(5));
    return new Report(setting, counts, kept, 0, BEFORE, BEFORE).faults();
  }

  @Test
  @DisplayName("finds descriptors and threads that were left behind")
  void leaks() {
    for (Held after :
        List.of(
            held(51, 20, 0, 40, 10, 0),
            held(50, 21, 0, 40, 10, 0),
            held(50, 20, 0, 41, 10, 0),
            held(50, 20, 0, 40, 11, 0))) {
      assertThat(report(0, after).faults()).singleElement().asString().startsWith("left behind");
    }
  }

  @Test
  @DisplayName("names what was left behind: there was a descriptor more, and nobody knew which")
  void leakByName() {
    Names before = Names.of(List.of("socket:[17]", "pipe:[3]", "anon_inode:[pidfd]"));
    Names after =
        Names.of(List.of("socket:[99]", "anon_inode:[pidfd]", "anon_inode:[pidfd]", "/a file"));
    Held then = new Held(before, names("worker", 2), 0, before, names("worker", 2), 0);
    Held now = new Held(after, names("worker", 3), 0, before, names("worker", 2), 0);
    assertThat(new Report(setting(Plan.Kind.PATTERNS), counts, NOTHING_KEPT, 0, then, now).faults())
        .singleElement()
        .asString()
        .endsWith(
            "(host fds: +1 /a file, +1 anon_inode:[pidfd], -1 pipe:[N]; host threads: +1 worker)");
  }

  @Test
  @DisplayName("takes the place of the one with the same guard, file system and time alone")
  void page(@TempDir Path directory) throws Exception {
    Path page = directory.resolve("RESULTS.md");
    List<String> others =
        List.of(
            "| Filterport, patterns `` | ext4 | 5 |",
            "| Filterport, patterns `` | tmpfs | 60 |",
            "| Filterport, clamd `` | tmpfs | 5 |");
    Files.write(page, others);
    Files.writeString(page, "| Filterport, patterns `` | tmpfs | 5 | old\n", APPEND);
    Churn.write(page, List.of(report(0, BEFORE)), List.of("a machine"));
    assertThat(Files.readAllLines(page))
        .containsAll(others)
        .contains("a machine")
        .filteredOn(line -> line.startsWith("| Filterport, patterns `` | tmpfs | 5 |"))
        .singleElement()
        .asString()
        .contains("| 1 / 0 | 1 / 0 |")
        .endsWith("| well |");
  }
}
