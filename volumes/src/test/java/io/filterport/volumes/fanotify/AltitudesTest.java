package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volumes.Hold;
import io.filterport.volumes.RecordingFilters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several filters on the kernel's events, which come and go while openers wait. */
class AltitudesTest {
  private static final List<String> HIGHEST_FIRST = List.of("328010.5", "328010.25", "328010");

  @TempDir Path mount;

  private static void assertOpened(String output) {
    assertThat(output).isEqualTo("clean");
  }

  private static void assertDenied(String output) {
    assertThat(output).contains(Sandbox.NOT_PERMITTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void theFirstDenyDecidesAndThoseBelowAreNotAsked(int denying) throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume =
              FanotifyVolume.open(sandbox.directory(), Sandbox.options())) {
            RecordingFilters filters = RecordingFilters.on(volume);
            for (int i : new int[] {1, 2, 0}) {
              filters.attach(HIGHEST_FIRST.get(i), i == denying ? Verdict.DENY : Verdict.ALLOW);
            }
            assertDenied(sandbox.cat(sandbox.guarded("clean")));
            List<String> expected = new ArrayList<>();
            HIGHEST_FIRST
                .subList(0, denying + 1)
                .forEach(altitude -> expected.add("ask " + altitude));
            assertThat(filters.take()).isEqualTo(expected);
          }
        });
  }

  @Test
  void whatAnAllowedOpenCameToIsNotTold() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume =
              FanotifyVolume.open(sandbox.directory(), Sandbox.options())) {
            RecordingFilters filters = RecordingFilters.on(volume);
            filters.attach("2");
            filters.attach("1");
            assertOpened(sandbox.cat(sandbox.guarded("clean")));
            assertThat(volume.reports()).doesNotContainAnyElementsOf(volume.capabilities());
            assertThat(filters.take()).containsExactly("ask 2", "ask 1");
          }
        });
  }

  @Test
  void anOpenerThatWaitsHasTheFiltersThatWereThereWhenItBegan() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (FanotifyVolume volume =
              FanotifyVolume.open(sandbox.directory(), Sandbox.options())) {
            RecordingFilters filters = RecordingFilters.on(volume);
            String file = sandbox.guarded("clean").toString();
            Hold hold = new Hold();
            Volume.Attachment top = filters.heldWhenAsked("2.5", hold);
            Volume.Attachment denying = filters.attach("2", Verdict.DENY);
            Opener waiting = Opener.start("cat", file);
            hold.awaitReached();
            denying.close();
            top.close();
            filters.attach("2.25");
            assertOpened(Opener.run("cat", file));
            assertThat(filters.take()).containsExactly("ask 2.5", "ask 2.25");
            hold.release();
            assertDenied(waiting.output());
            assertThat(filters.take()).containsExactly("ask 2");
          }
        });
  }

  @Test
  void anOpenerThatWaitsWhenTheVolumeIsClosedHasAllItsFilters() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          FanotifyVolume volume = FanotifyVolume.open(sandbox.directory(), Sandbox.options());
          RecordingFilters filters = RecordingFilters.on(volume);
          Hold hold = new Hold();
          filters.heldWhenAsked("2", hold);
          filters.attach("1", Verdict.DENY);
          Opener waiting = Opener.start("cat", sandbox.guarded("clean").toString());
          hold.awaitReached();
          Thread closing = Thread.ofPlatform().start(volume::close);
          hold.release();
          closing.join();
          assertDenied(waiting.output());
          assertThat(filters.take()).containsExactly("ask 2", "ask 1");
        });
  }
}
