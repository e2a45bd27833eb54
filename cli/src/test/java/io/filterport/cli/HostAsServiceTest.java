package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.filter.FilterManager;
import io.filterport.linux.LinuxSupport;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostAsServiceTest {
  @TempDir Path directory;

  @BeforeEach
  void onLinux() {
    assumeTrue(LinuxSupport.isAvailable(), "only Linux has service managers of this kind");
  }

  private static ProcessBuilder service(NotifySocket socket, String... command) {
    ProcessBuilder builder = SelfProcess.of(command);
    builder.environment().put("NOTIFY_SOCKET", socket.path.toString());
    builder.environment().put("WATCHDOG_USEC", "300000");
    return builder;
  }

  @Test
  void aHostIsReadyWhenItListensAndTellsThatItWorksUntilItStops() throws Exception {
    Path control = directory.resolve("manager.sock");
    try (NotifySocket socket = new NotifySocket(directory);
        CommandProcess host =
            CommandProcess.start(service(socket, "host", "--filter=echo", "--socket=" + control))) {
      assertThat(socket.next()).isIn("READY=1", "WATCHDOG=1");
      assertThat(Files.exists(control)).isTrue();
      awaitNext(socket, "WATCHDOG=1");
      awaitNext(socket, "WATCHDOG=1");
      assertThat(host.terminate().await().exitCode()).isEqualTo(143);
      awaitNext(socket, "STOPPING=1");
      while (!socket.isEmpty()) {
        assertThat(socket.next()).isNotEqualTo("READY=1");
      }
    }
  }

  @Test
  void aScannerIsReadyBeforeItsHostIsAndTellsThatItWorks() throws Exception {
    try (NotifySocket socket = new NotifySocket(directory);
        CommandProcess scan =
            CommandProcess.start(
                service(socket, "scan", "--socket=" + directory.resolve("later.sock")))) {
      awaitNext(socket, "READY=1");
      awaitNext(socket, "WATCHDOG=1");
      awaitNext(socket, "WATCHDOG=1");
      scan.awaitErr("trying again");
    }
  }

  private static void awaitNext(NotifySocket socket, String state) {
    String next = socket.next();
    while (!next.equals(state)) {
      next = socket.next();
    }
  }

  @Test
  void aManagerMakesProgressUntilItIsClosed() {
    FilterManager manager = FilterManager.listen(directory.resolve("manager.sock"));
    assertThat(new ControlProgress(manager).getAsBoolean()).isTrue();
    manager.close();
    assertThat(new ControlProgress(manager).getAsBoolean()).isFalse();
  }
}
