package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.Identity;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("scan --engine clamd, before it scans")
class ScanClamdStartTest {
  @TempDir private Path directory;

  private CommandLineRun scan(Path socket, String... more) throws Exception {
    DemoFiles.letEveryoneLook(directory);
    List<String> line =
        new ArrayList<>(List.of("scan", "--engine", "clamd", "--clamd-socket", socket.toString()));
    line.addAll(Arrays.asList(more));
    return CommandProcess.run(line.toArray(String[]::new));
  }

  @Test
  @DisplayName("ends with an error where nobody listens: what, status, what to try")
  void nobody() throws Exception {
    Path socket = directory.resolve("clamd.ctl");
    CommandLineRun run = scan(socket, "--user", "root");
    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.err())
        .startsWith(
            "filterport: connecting to clamd at " + socket + ": No such file or directory\n")
        .contains("  STATUS_OBJECT_NAME_NOT_FOUND (0xc0000034) / HRESULT ")
        .contains("  try: Does clamd run");
  }

  @Test
  @DisplayName("and where nobody answers")
  void mute() throws Exception {
    Path socket = directory.resolve("mute.ctl");
    try (ServerSocketChannel mute = listenAt(socket)) {
      CommandLineRun run = scan(socket, "--user", "root");
      assertThat(run.exitCode()).isEqualTo(ExitCodes.TIMEOUT);
      assertThat(run.err())
          .startsWith("filterport: clamd does not answer at " + socket)
          .contains("  try: ");
      assertThat(mute.isOpen()).isTrue();
    }
  }

  private static ServerSocketChannel listenAt(Path socket) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return channel.bind(UnixDomainSocketAddress.of(socket));
  }

  @Test
  @DisplayName("and where clamd is not open to the user that scans, though it is to root")
  void closed() throws Exception {
    assumeTrue(Identity.effectiveUid() == 0, "only root can become another user");
    Path socket = directory.resolve("closed.ctl");
    try (ServerSocketChannel mute = listenAt(socket)) {
      Files.setPosixFilePermissions(socket, Set.of());
      CommandLineRun run = scan(socket, "--user", "nobody");
      assertThat(run.exitCode()).isEqualTo(ExitCodes.ACCESS_DENIED);
      assertThat(run.err()).contains("Permission denied").contains("STATUS_ACCESS_DENIED");
      assertThat(mute.isOpen()).isTrue();
    }
  }
}
