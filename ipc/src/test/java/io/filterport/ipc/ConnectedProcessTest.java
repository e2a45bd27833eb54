package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Peer;
import io.filterport.linux.PidFd;
import io.filterport.linux.UnixSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a connection knows its process by; see also the tests between real processes. */
class ConnectedProcessTest {
  private static final int OWN_ID = (int) ProcessHandle.current().pid();

  private static void assertAlive(int pidfd) {
    assertThat(pidfd).as("a descriptor").isNotNegative();
    assertThat(PidFd.isAlive(pidfd)).isTrue();
    Fds.close(pidfd);
  }

  @Test
  void eachDuplicateIsItsOwnersAndTheLastIsBeforeTheEnd() {
    int[] pair = new int[2];
    assertThat(UnixSocket.pair(UnixSocket.SEQPACKET, pair)).isZero();
    ConnectedProcess process = ConnectedProcess.of(pair[0], OWN_ID);
    Fds.close(pair[0]);
    Fds.close(pair[1]);
    assertThat(process.hadEnded()).isFalse();
    assertThat(process.id()).isEqualTo(OWN_ID);
    assertAlive(process.duplicate());
    int kept = process.duplicate();
    process.close();
    process.close();
    assertThat(process.duplicate()).isEqualTo(-Errno.EBADF);
    assertAlive(kept);
  }

  @Test
  void theSocketSaysWhoItIsAndNotTheNumber() throws IOException {
    int[] pair = new int[2];
    assertThat(UnixSocket.pair(UnixSocket.SEQPACKET, pair)).isZero();
    int given = Peer.pidfd(pair[0]);
    assumeTrue(given != -Errno.ENOPROTOOPT, "SO_PEERPIDFD needs Linux 6.5");
    Fds.close(given);
    int another = (int) ProcessHandle.current().parent().orElseThrow().pid();
    ConnectedProcess process = ConnectedProcess.of(pair[0], another);
    int pidfd = process.duplicate();
    assertThat(Files.readAllLines(Path.of("/proc/self/fdinfo/" + pidfd)))
        .contains("Pid:\t" + OWN_ID);
    Fds.close(pidfd);
    process.close();
    Fds.close(pair[0]);
    Fds.close(pair[1]);
  }

  @Test
  void aKernelThatGivesNoDescriptorIsAskedByNumberOnceAndAtOnce() {
    ConnectedProcess process = ConnectedProcess.ofAnswer(-Errno.ENOPROTOOPT, OWN_ID);
    assertAlive(process.duplicate());
    process.close();
    assertThat(process.duplicate()).isEqualTo(-Errno.EBADF);
  }

  @Test
  void aProcessThatEndedIsNotLookedForByItsNumber() {
    for (int answer : new int[] {-Errno.ESRCH, -Errno.ENODATA}) {
      ConnectedProcess process = ConnectedProcess.ofAnswer(answer, OWN_ID);
      assertThat(process.hadEnded()).isTrue();
      assertThat(process.duplicate()).isEqualTo(answer);
    }
    assertThat(ConnectedProcess.ofAnswer(-Errno.ENOPROTOOPT, Integer.MAX_VALUE).hadEnded())
        .isTrue();
  }

  /** It was taken for one whose end-of-file is all there is. */
  @Test
  void aSocketThatSaysInvalidMeansThatTheProcessWasWaitedFor() {
    ConnectedProcess process = ConnectedProcess.ofAnswer(-Errno.EINVAL, OWN_ID);
    assertThat(process.hadEnded()).isTrue();
    assertThat(process.duplicate()).isEqualTo(-Errno.ESRCH);
  }

  @Test
  void withoutNumberAndWithoutDescriptorThereIsNone() {
    ConnectedProcess process = ConnectedProcess.ofAnswer(-Errno.ENOPROTOOPT, 0);
    assertThat(process.hadEnded()).isFalse();
    assertThat(process.duplicate()).isEqualTo(-Errno.EINVAL);
    process.close();
  }
}
