package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class IdentityTest {
  @Test
  void whoWeAre() throws IOException {
    Object owner = Files.getAttribute(Path.of("/proc/self/status"), "unix:uid");
    assertThat(Identity.effectiveUid()).isEqualTo(((Integer) owner).longValue());
    assertThat(Identity.uid()).isEqualTo(Identity.effectiveUid());
    assertThat(ProcessControl.pid()).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(Path.of("/proc/self/task/" + ProcessControl.threadId())).exists();
  }

  @Test
  void leavingEverythingAsItIsWorksForEverybody() {
    long same = Identity.UNCHANGED;
    assertThat(Identity.setUid(same, same, same)).isZero();
    assertThat(Identity.setGid(same, same, same)).isZero();
  }

  @Test
  void privilegesAreGoneInEveryThread() throws IOException {
    assumeTrue(Identity.effectiveUid() == 0, "only root can change its user");
    assertThat(ChildJvm.output(ChildJvm.start(DropPrivilegesProgram.class)).lines())
        .containsExactly(
            "set 0 0 0",
            "is 65534 65534 65534",
            "other [Uid: 65534 65534 65534 65534, Gid: 65534 65534 65534 65534, Groups: 7 8,"
                + " CapEff: 0000000000000000]",
            "back EPERM",
            "groups EPERM",
            "path true",
            "closed 0 0",
            "open 0 65534");
  }

  @Test
  void theDescriptorLimitIsWhatTheKernelSays() throws IOException {
    DescriptorLimit limit = DescriptorLimit.get();
    assertThat(limit.result()).isZero();
    assertThat(limits()).containsPattern("Max open files +" + limit.soft() + " +" + limit.hard());
    assertThat(DescriptorLimit.set(limit.soft() - 1, limit.hard())).isZero();
    assertThat(DescriptorLimit.get().soft()).isEqualTo(limit.soft() - 1);
    assertThat(DescriptorLimit.set(limit.soft(), limit.hard())).isZero();
    assertThat(DescriptorLimit.set(limit.hard() + 1, limit.hard())).isEqualTo(-Errno.EINVAL);
  }

  private static String limits() throws IOException {
    return Files.readString(Path.of("/proc/self/limits"));
  }

  @Test
  void theKernelsRelease() throws IOException {
    assertThat(Kernel.release())
        .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
  }

  @Test
  void aReleaseIsOfAVersionOrALaterOne() {
    assertThat(Kernel.isAtLeast("6.5.0-14-generic", 6, 5)).isTrue();
    assertThat(Kernel.isAtLeast("6.18.2", 6, 5)).isTrue();
    assertThat(Kernel.isAtLeast("7.0-rc3", 6, 5)).isTrue();
    assertThat(Kernel.isAtLeast("6.4.16", 6, 5)).isFalse();
    assertThat(Kernel.isAtLeast("5.15.0", 6, 5)).isFalse();
    assertThat(Kernel.isAtLeast("unknown", 6, 5)).isFalse();
  }
}
