package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.FileSystemType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachingSupportTest {
  private static final Path DIRECTORY = Path.of("/srv/upload");

  private static void assertRefused(long type, String release, String advice) {
    assertThatThrownBy(() -> CachingSupport.check(DIRECTORY, type, release))
        .isInstanceOfSatisfying(
            FilterPortException.class,
            e -> assertThat(e.status()).isEqualTo(NtStatus.NOT_SUPPORTED))
        .hasMessageContainingAll(DIRECTORY.toString(), advice);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.15.0-91-generic", "6.1.0-18-amd64", "6.4.16"})
  void whereAnOverlayHidesWritersNothingIsKept(String release) {
    assertRefused(FileSystemType.EXT, release, "6.5");
  }

  @Test
  void whereALeaseDoesNotFindEveryWriterNothingIsKept() {
    assertRefused(FileSystemType.TMPFS, "6.18.0", "ext4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.5.0", "6.18.0-rc1", "7.0"})
  void onExt4OfANewerKernelVerdictsAreKept(String release) {
    CachingSupport.check(DIRECTORY, FileSystemType.EXT, release);
  }
}
