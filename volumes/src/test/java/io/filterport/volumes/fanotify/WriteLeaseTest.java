package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.Fanotify;
import io.filterport.linux.Fds;
import io.filterport.volume.VolumeOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody holds a write lease on a guarded file and does not give it back. The kernel opens the
 * file for the reader, who waited for the lease there, and everybody for the reader.
 */
class WriteLeaseTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path mount;

  @ParameterizedTest
  @EnumSource(names = {"TMPFS", "EXT4"})
  void aWriteLeaseKeepsTheReaderFromNothingAndItsFileIsDenied(Sandbox.On fileSystem)
      throws Throwable {
    Sandbox.run(
        fileSystem,
        mount,
        sandbox -> {
          Path leased = sandbox.guarded("clean");
          try (FanotifyVolume volume = sandbox.volume()) {
            try (WriteLease lease = WriteLease.on(leased)) {
              assertThat(lease).isNotNull();
              assertThat(sandbox.cat(leased)).contains(Sandbox.NOT_PERMITTED);
              assertThat(sandbox.cat(sandbox.guarded("other"))).isEqualTo("other");
              assertThat(volume.counters().asked()).as("its holder, the other").isEqualTo(2);
            }
            assertThat(sandbox.cat(leased)).isEqualTo("clean");
          }
        });
  }

  /** The kernel denies by itself: it has no event that somebody could answer. */
  @ParameterizedTest
  @EnumSource(names = {"TMPFS", "EXT4"})
  void itIsDeniedWhateverTheDefaultVerdictIsAndCounted(Sandbox.On fileSystem) throws Throwable {
    assumeTrue(tellsOfFilesThatCannotBeOpened(), "Linux 6.13 counts them");
    FanotifyOptions allowing = Sandbox.options(true, LONG);
    VolumeOptions audit = allowing.volume().withAudit();
    Sandbox.run(
        fileSystem,
        mount,
        sandbox -> {
          Path leased = sandbox.guarded("clean");
          try (FanotifyVolume volume =
                  sandbox.volume(allowing.withVolume(audit), Sandbox::denyBad);
              WriteLease lease = WriteLease.on(leased)) {
            assertThat(lease).isNotNull();
            assertThat(sandbox.cat(leased)).contains(Sandbox.NOT_PERMITTED);
            assertThat(sandbox.cat(leased)).contains(Sandbox.NOT_PERMITTED);
            assertThat(volume.eventCounters().unreadable()).isEqualTo(2);
            assertThat(volume.counters().asked()).as("its holder").isEqualTo(1);
          }
        });
  }

  private static boolean tellsOfFilesThatCannotBeOpened() {
    int group = Fanotify.init(Fanotify.CLASS_CONTENT | Fanotify.REPORT_FD_ERROR);
    if (group >= 0) {
      Fds.close(group);
    }
    return group >= 0;
  }
}
