package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volumes.Hold;
import io.filterport.volumes.RecordingFilters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
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

  @Test
  void filtersAreAskedHighestFirstAndToldLowestFirst() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          FanotifyVolume volume = FanotifyVolume.open(sandbox.directory(), Sandbox.options());
          RecordingFilters filters = RecordingFilters.on(volume);
          for (String altitude : List.of("2", "1", "3")) {
            filters.attach(altitude);
          }
          assertOpened(sandbox.cat(sandbox.guarded("clean")));
          assertThat(filters.take()).containsExactly("ask 3", "ask 2", "ask 1");
          assertThat(Opener.run("mkdir", sandbox.guarded("made").toString())).isEmpty();
          volume.close();
          assertThat(filters.take())
              .containsExactly(
                  "tell 1 STATUS_SUCCESS", "tell 2 STATUS_SUCCESS", "tell 3 STATUS_SUCCESS");
        });
  }

  /** One filter comes and goes between two that stay, while files are opened and written. */
  @Test
  void whileFiltersComeAndGoEachOperationHasThemInOrder() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path end = sandbox.outside("end");
          Ways asked = new Ways("1");
          Ways told = new Ways("3");
          try (FanotifyVolume volume =
              FanotifyVolume.open(sandbox.directory(), Sandbox.options())) {
            attach(volume, "3", asked, told);
            attach(volume, "1", asked, told);
            Opener writer =
                Opener.startShell(
                    "while [ ! -e \"$2\" ]; do : > \"$1\"; done",
                    sandbox.guarded("new").toString(),
                    end.toString());
            for (int i = 0; i < 20; i++) {
              awaitAll(asked, told);
              Volume.Attachment middle = attach(volume, "2", asked, told);
              awaitAll(asked, told);
              middle.close();
            }
            Files.createFile(end);
            assertThat(writer.output()).isEmpty();
          }
          assertThat(asked.ended).containsOnly(List.of("3", "2", "1"), List.of("3", "1"));
          assertThat(told.ended).containsOnly(List.of("1", "2", "3"), List.of("1", "3"));
        });
  }

  private static Volume.Attachment attach(
      FanotifyVolume volume, String altitude, Ways asked, Ways told) {
    return volume.attach(
        altitude,
        operation -> {
          asked.pass(operation, altitude);
          return Verdict.ALLOW;
        },
        (operation, status) -> told.pass(operation, altitude));
  }

  private static void awaitAll(Ways... ways) {
    for (Ways each : ways) {
      int before = each.passed();
      while (each.passed() < before + 3) {
        Thread.onSpinWait();
      }
    }
  }

  /** The filters that each operation passed, in their order. */
  private static final class Ways {
    private final String last;

    // guarded by this
    private final IdentityHashMap<FileOperation, List<String>> begun = new IdentityHashMap<>();
    private final Set<List<String>> ended = new HashSet<>();
    private int passed;

    Ways(String last) {
      this.last = last;
    }

    synchronized void pass(FileOperation operation, String altitude) {
      begun.computeIfAbsent(operation, any -> new ArrayList<>()).add(altitude);
      if (altitude.equals(last)) {
        ended.add(begun.remove(operation));
        passed++;
      }
    }

    synchronized int passed() {
      return passed;
    }
  }
}
