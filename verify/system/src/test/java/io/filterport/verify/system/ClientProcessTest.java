package io.filterport.verify.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.ipc.ConnectedProcess;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.Identity;
import io.filterport.linux.PidFd;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a filter's connect callback knows the client's process by. */
class ClientProcessTest {
  private static final String PORT = "\\Port";

  @TempDir Path directory;

  @AfterEach
  void noConnectionLeft() {
    Resources.awaitNoConnection();
  }

  private TestHost host() {
    return new TestHost(directory.resolve("manager.sock")).port(PORT, 2);
  }

  private static void awaitOver(ConnectedProcess process) {
    Wait.until(
        "no descriptor any more",
        () -> {
          int pidfd = process.duplicate();
          Fds.close(pidfd);
          return pidfd == -Errno.EBADF;
        });
  }

  @Test
  @DisplayName("CNF-02: it is the process that connected, and stands for no other after its death")
  void descriptor() {
    try (TestHost host = host();
        Child child = Child.start(PeerProgram.class, host.socket(), PORT);
        Child other = Child.start(PeerProgram.class, host.socket(), PORT)) {
      assertThat(child.hear()).isEqualTo("connected");
      assertThat(other.hear()).isEqualTo("connected");
      ConnectedProcess process = host.process(child.pid());
      int kept = process.duplicate();
      assertThat(Proc.processOf(kept)).isEqualTo(child.pid());
      assertThat(PidFd.isAlive(kept)).isTrue();
      child.kill();
      assertThat(PidFd.isAlive(kept)).isFalse();
      Fds.close(kept);
      awaitOver(process);
      int others = host.process(other.pid()).duplicate();
      assertThat(Proc.processOf(others)).isEqualTo(other.pid());
      Fds.close(others);
    }
  }

  @Test
  @DisplayName("CNF-02: it ends with its connection, although the process lives under its number")
  void endsWithItsConnection() {
    try (TestHost host = host();
        Child child = Child.start(VisitorProgram.class, host.socket(), Identity.effectiveUid())) {
      assertThat(child.hear()).isEqualTo("ready");
      assertThat(child.ask(PORT)).isEqualTo("5 bytes");
      awaitOver(host.process(child.pid()));
      int byNumber = PidFd.open((int) child.pid());
      assertThat(byNumber).as("the number still leads to it").isPositive();
      Fds.close(byNumber);
    }
  }

  @Test
  @DisplayName("CON-14: a client that died before its filter was asked is nobody then")
  void deadBeforeTheCallback() {
    try (TestHost host = host()) {
      host.slowConnects(true);
      try (Child child = Child.start(PeerProgram.class, host.socket(), PORT)) {
        Wait.until("the callback runs", () -> host.connecting() == 1);
        child.kill();
        host.slowConnects(false);
        host.awaitOpen(PORT, 0);
        awaitOver(host.process(child.pid()));
      }
    }
  }
}
