package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is read from /proc: {@link MountTable} and {@link ProcessStatus}. */
class ProcTest {
  @Test
  void mountsOfOneFileSystemHaveOneDevice() {
    String proc = device("/proc");
    assertThat(proc).matches("\\d+:\\d+").isEqualTo(device("/proc/self/status"));
    assertThat(device("/sys")).isNotEqualTo(proc);
  }

  private static String device(String path) {
    int fd = Fds.open(path, Fds.O_PATH);
    String device = MountTable.device(FileStatus.of(fd).mountId());
    Fds.close(fd);
    return device;
  }

  @Test
  void aMountThatIsNoneHasNoDevice() {
    assertThat(MountTable.device(Long.MAX_VALUE)).isNull();
  }

  @Test
  void theUserOfThisProcessIsTheEffectiveOne() {
    assertThat(ProcessStatus.effectiveUid(ProcessControl.pid())).isEqualTo(Identity.effectiveUid());
  }

  @Test
  void aProcessThatIsNoneHasNoUser() {
    assertThat(ProcessStatus.effectiveUid(Integer.MAX_VALUE)).isEqualTo(ProcessStatus.UNKNOWN);
  }
}
