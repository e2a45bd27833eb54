package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PidFdTest {
  private static final int SIGNALLED = 128;

  @Test
  void aProcessLivesUntilItsSignal() throws Exception {
    Process child = new ProcessBuilder("sleep", "60").start();
    int pidfd = PidFd.open((int) child.pid());
    assertThat(pidfd).isNotNegative();
    assertThat(Fds.closeOnExec(pidfd)).isEqualTo(1);
    assertThat(PidFd.isAlive(pidfd)).isTrue();
    assertThat(PidFd.sendSignal(pidfd, 0)).isZero();
    assertThat(PidFd.sendSignal(pidfd, PidFd.SIGTERM)).isZero();
    assertThat(Poll.await(pidfd, Poll.IN, -1) & Poll.IN).isEqualTo(Poll.IN);
    assertThat(PidFd.isAlive(pidfd)).isFalse();
    assertThat(child.waitFor()).isEqualTo(SIGNALLED + PidFd.SIGTERM);
    assertThat(PidFd.sendSignal(pidfd, 0)).isEqualTo(-Errno.ESRCH);
    Fds.close(pidfd);
  }

  @Test
  void epollSeesTheEndOfAProcess() throws IOException {
    Process child = new ProcessBuilder("cat").start();
    int pidfd = PidFd.open((int) child.pid());
    int epoll = Epoll.create();
    EpollEvents events = new EpollEvents(1);
    assertThat(Epoll.add(epoll, pidfd, Epoll.IN, 1)).isZero();
    assertThat(events.await(epoll, 0)).isZero();
    child.getOutputStream().close();
    assertThat(events.await(epoll, -1)).isEqualTo(1);
    Fds.close(epoll);
    Fds.close(pidfd);
  }

  @Test
  void itsEffectiveUserIsToldWhileItLives() throws Exception {
    Process child = new ProcessBuilder("cat").start();
    int pidfd = PidFd.open((int) child.pid());
    long told = PidFd.effectiveUid(pidfd);
    assumeTrue(told != ProcessStatus.UNKNOWN, "this kernel does not tell by a descriptor");
    assertThat(told).isEqualTo(ProcessStatus.effectiveUid(child.pid()));
    child.getOutputStream().close();
    assertThat(child.waitFor()).isZero();
    assertThat(PidFd.effectiveUid(pidfd)).isEqualTo(ProcessStatus.UNKNOWN);
    Fds.close(pidfd);
    assertThat(PidFd.effectiveUid(9_999)).isEqualTo(ProcessStatus.UNKNOWN);
  }

  @Test
  void noSuchProcess() {
    assertThat(PidFd.open(Integer.MAX_VALUE)).isEqualTo(-Errno.ESRCH);
    assertThat(PidFd.open(-1)).isEqualTo(-Errno.EINVAL);
    assertThat(PidFd.isAlive(9_999)).as("a descriptor that is not open").isFalse();
  }

  /** The parent is a thread: this one ends, the process stays. */
  @Test
  void theParentThreadsEndIsSignalled() throws Exception {
    Process[] child = new Process[1];
    Thread parent = Thread.ofPlatform().start(() -> child[0] = started(PidFd.SIGKILL));
    parent.join();
    assertThat(child[0].waitFor()).isEqualTo(SIGNALLED + PidFd.SIGKILL);
  }

  private static Process started(int signal) {
    try {
      Process child = ChildJvm.start(SleeperProgram.class, String.valueOf(signal));
      BufferedReader output = child.inputReader();
      assertThat(output.readLine()).isEqualTo("ready 0");
      return child;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
