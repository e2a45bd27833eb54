package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerTest {
  private final int[] pair = new int[2];

  @BeforeEach
  void connect() {
    assertThat(UnixSocket.pair(UnixSocket.SEQPACKET, pair)).isZero();
  }

  @AfterEach
  void close() {
    Arrays.stream(pair).forEach(Fds::close);
  }

  @Test
  void theKernelKnowsThisProcess() {
    Peer.Credentials peer = Peer.credentials(pair[0]);
    assertThat(peer.result()).isZero();
    assertThat(peer.pid()).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(peer.uid()).isEqualTo(Identity.effectiveUid());
    assertThat(peer.gid()).isEqualTo(Identity.gid());
  }

  @Test
  void groupsAreThoseOfTheProcess() throws IOException {
    Peer.Groups groups = Peer.groups(pair[0]);
    assertThat(groups.result()).isZero();
    assertThat(groups.gids()).containsExactlyInAnyOrderElementsOf(ownGroups());
  }

  private static List<Long> ownGroups() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(each -> each.startsWith("Groups:"))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(line.split("\\s+")).skip(1).map(Long::valueOf).toList();
  }

  @Test
  void pidfdIsOfThisProcess() {
    int pidfd = Peer.pidfd(pair[0]);
    assumeTrue(pidfd != -Errno.ENOPROTOOPT, "SO_PEERPIDFD needs Linux 6.5");
    assertThat(pidfd).isNotNegative();
    assertThat(Objects.requireNonNull(Fds.path(pidfd))).contains("pidfd");
    assertThat(PidFd.isAlive(pidfd)).isTrue();
    Fds.close(pidfd);
  }

  @Test
  void onlySocketsHavePeers() {
    int file = MemFd.create("no socket");
    assertThat(Errno.name(Peer.credentials(file).result())).isEqualTo("ENOTSOCK");
    assertThat(Errno.name(Peer.groups(file).result())).isEqualTo("ENOTSOCK");
    assertThat(Errno.name(Peer.pidfd(file))).isEqualTo("ENOTSOCK");
    Fds.close(file);
  }
}
