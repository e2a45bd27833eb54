package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.volume.Verdict;
import io.filterport.volume.VerdictListener;
import io.filterport.volume.Volume;
import io.filterport.volumes.fanotify.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("the volumes of a host")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class GuardedVolumesTest {
  private static final String ALTITUDE = "100";

  private static VolumePlan plan(Path directory, long timeoutMillis) {
    return new VolumePlan(
        directory,
        false,
        false,
        Optional.empty(),
        timeoutMillis,
        0,
        0,
        0,
        false,
        Selection.everything(),
        Set.of());
  }

  private static void open(Path file) {
    try {
      assertThat(Cat.run(file).exitCode()).isZero();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static long asked(Volume volume) {
    return volume.counters().asked();
  }

  @Test
  @DisplayName("of which one is replaced are both asked until opens that had begun have arrived")
  void replaced() throws Throwable {
    GuardedStage.run(GuardedVolumesTest::replaced);
  }

  private static void replaced(DemoStage stage) throws Exception {
    Path directory = stage.guarded();
    Path file = DemoFiles.write(directory).clean();
    List<Runnable> graces = new ArrayList<>();
    try (GuardedVolumes guarded =
        new GuardedVolumes(name -> VerdictListener.NONE, () -> graces.removeFirst().run())) {
      guarded.attachEach(ALTITUDE, volume -> volume.attach(ALTITUDE, asked -> Verdict.ALLOW));
      guarded.change(List.of(plan(directory, 20_000)), opened -> {});
      Volume former = guarded.volumes().getFirst();
      graces.add(
          () -> {
            open(file);
            assertThat(asked(former)).isEqualTo(1);
            assertThat(asked(guarded.volumes().getFirst())).isEqualTo(1);
          });
      guarded.change(List.of(plan(directory, 20_001)), opened -> {});
      assertThat(graces).isEmpty();
      assertThat(guarded.volumes()).hasSize(1).doesNotContain(former);
      open(file);
      assertThat(asked(former)).isEqualTo(1);
      assertThat(asked(guarded.volumes().getFirst())).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("of which there are eight can all be replaced, again and again")
  void allReplaced() throws Throwable {
    GuardedStage.run(GuardedVolumesTest::allReplaced);
  }

  private static void allReplaced(DemoStage stage) throws Exception {
    List<Path> directories = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      directories.add(Files.createDirectory(stage.guarded().resolve("directory-" + i)));
    }
    try (GuardedVolumes guarded = new GuardedVolumes(name -> VerdictListener.NONE, () -> {})) {
      for (long timeoutMillis = 20_000; timeoutMillis < 20_003; timeoutMillis++) {
        long timeout = timeoutMillis;
        List<Volume> former = guarded.volumes();
        guarded.change(
            directories.stream().map(each -> plan(each, timeout)).toList(), opened -> {});
        assertThat(guarded.volumes()).hasSize(8);
        assertThat(former).doesNotContainAnyElementsOf(guarded.volumes());
      }
    }
  }

  @Test
  @DisplayName("of which none is replaced are changed at once")
  void kept() throws Throwable {
    GuardedStage.run(GuardedVolumesTest::kept);
  }

  private static void kept(DemoStage stage) {
    VolumePlan plan = plan(stage.guarded(), 20_000);
    Runnable noGrace =
        () -> {
          throw new AssertionError("there is no former volume");
        };
    try (GuardedVolumes guarded = new GuardedVolumes(name -> VerdictListener.NONE, noGrace)) {
      guarded.change(List.of(plan), opened -> {});
      Volume volume = guarded.volumes().getFirst();
      guarded.change(List.of(plan), opened -> {});
      assertThat(guarded.volumes()).containsExactly(volume);
    }
  }
}
