package io.filterport.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.Identity;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
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
  /** What it says of the host, which it looks for once clamd has answered. */
  private static final String AFTER_CLAMD = "connecting to \\ScannerPort";

  @TempDir private Path directory;

  private CommandLineRun scan(Path socket, String... more) throws Exception {
    DemoFiles.letEveryoneLook(directory);
    List<String> line =
        new ArrayList<>(List.of("scan", "--engine", "clamd", "--clamd-socket", socket.toString()));
    line.addAll(Arrays.asList(more));
    return CommandProcess.run(line.toArray(String[]::new));
  }

  @Test
  @DisplayName("waits for a clamd that comes later, as when the machine boots, and says for which")
  void nobody() throws Exception {
    Path socket = directory.resolve("clamd.ctl");
    try (CommandProcess scan = start(socket)) {
      scan.awaitErr(
          "filterport: connecting to clamd at "
              + socket
              + ": No such file or directory; waiting for it. Does clamd run");
      try (ServerSocketChannel clamd = listenAt(socket)) {
        answerAt(clamd);
        scan.awaitErr(AFTER_CLAMD);
      }
    }
  }

  @Test
  @DisplayName("and for one that does not answer yet, as while it loads its signatures")
  void mute() throws Exception {
    Path socket = directory.resolve("mute.ctl");
    try (ServerSocketChannel mute = listenAt(socket);
        CommandProcess scan = start(socket)) {
      scan.awaitErr("filterport: clamd does not answer at " + socket + "; waiting for it. ");
      answerAt(mute);
      scan.awaitErr(AFTER_CLAMD);
    }
  }

  private CommandProcess start(Path socket) throws Exception {
    String[] line = {
      "scan",
      "--user=root",
      "--engine=clamd",
      "--clamd-socket=" + socket,
      "--socket=" + directory.resolve("no-host.sock")
    };
    DemoFiles.letEveryoneLook(directory);
    return CommandProcess.start(line);
  }

  /** As clamd does when it is asked for its version, the first of what is asked here. */
  private static void answerAt(ServerSocketChannel clamd) {
    Thread.ofPlatform().daemon().start(() -> answerWhileOpen(clamd));
  }

  private static void answerWhileOpen(ServerSocketChannel clamd) {
    while (clamd.isOpen()) {
      try (SocketChannel asker = clamd.accept()) {
        int ignored = asker.write(ByteBuffer.wrap("1: ClamAV 1.4.6\0".getBytes(US_ASCII)));
        while (asker.read(ByteBuffer.allocate(100)) > 0) {
          // until the other side has what it wants
        }
      } catch (IOException e) {
        // it no longer waited for this answer, or the test is over
      }
    }
  }

  private static ServerSocketChannel listenAt(Path socket) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return channel.bind(UnixDomainSocketAddress.of(socket));
  }

  @Test
  @DisplayName("ends where clamd is not open to the user that scans, though it is to root")
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
