package io.filterport.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("a scanner that is told to end while it scans")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ScanStopTest {
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch free = new CountDownLatch(1);
  private volatile boolean holds;

  @Test
  @DisplayName("ends that scan before: its opener gets the verdict, and not that of nobody")
  void finishes() throws Throwable {
    GuardedStage.run(this::finishes);
  }

  private void finishes(DemoStage stage) throws Exception {
    Path file = DemoFiles.write(stage.guarded()).clean();
    Path clamdSocket = stage.base().resolve("clamd.ctl");
    try (ServerSocketChannel clamd = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        NotifySocket notify = new NotifySocket(stage.base());
        CommandProcess host = host(stage)) {
      clamd.bind(UnixDomainSocketAddress.of(clamdSocket));
      daemon(() -> accept(clamd));
      host.awaitErr("listening on");
      try (CommandProcess scan = scan(stage, clamdSocket, notify)) {
        scan.awaitErr("scanning for \\ScannerPort");
        assertThat(notify.next()).isEqualTo("READY=1");
        holds = true;
        try (CommandProcess opener = CommandProcess.start(Cat.command(file))) {
          held.await();
          scan.terminate();
          assertThat(notify.next()).isEqualTo("STOPPING=1");
          free.countDown();
          CommandLineRun opened = opener.await();
          assertThat(opened.exitCode()).as(opened.err()).isZero();
        }
        assertThat(scan.await().err()).doesNotContain("trying again", "unexpected");
      }
    }
  }

  private static CommandProcess host(DemoStage stage) throws IOException {
    return CommandProcess.start(
        "host",
        "--filter=scanner",
        "--volume=" + stage.guarded(),
        "--timeout=60000",
        "--socket=" + stage.controlSocket());
  }

  private static CommandProcess scan(DemoStage stage, Path clamd, NotifySocket notify)
      throws IOException {
    ProcessBuilder builder =
        SelfProcess.of(
            "scan",
            "--user=root",
            "--engine=clamd",
            "--clamd-socket=" + clamd,
            "--socket=" + stage.controlSocket());
    builder.environment().put("NOTIFY_SOCKET", notify.path.toString());
    return CommandProcess.start(builder);
  }

  private static void daemon(Runnable task) {
    Thread.ofPlatform().daemon().name("fake-clamd").start(task);
  }

  private void accept(ServerSocketChannel clamd) {
    try {
      while (true) {
        SocketChannel session = clamd.accept();
        daemon(() -> answer(session));
      }
    } catch (IOException e) {
      // it was closed
    }
  }

  /** Each command ends with a zero; behind the one of a scan is a byte, which has the file. */
  private void answer(SocketChannel session) {
    try (session) {
      int number = 0;
      for (String command = command(session); !command.isEmpty(); command = command(session)) {
        if (!command.equals("zIDSESSION")) {
          number++;
          ByteBuffer answer =
              ByteBuffer.wrap((number + ": " + said(command, session)).getBytes(US_ASCII));
          int ignored = session.write(answer);
        }
      }
    } catch (IOException | InterruptedException e) {
      // the scanner is gone
    }
  }

  private String said(String command, SocketChannel session)
      throws IOException, InterruptedException {
    if (!command.equals("zFILDES")) {
      return command.equals("zPING") ? "PONG\0" : "ClamAV 1.4.6\0";
    }
    int ignored = session.read(ByteBuffer.allocate(1));
    if (holds) {
      held.countDown();
      free.await();
    }
    return "fd[9]: OK\0";
  }

  /** {@return the next, empty at the end} */
  private static String command(SocketChannel session) throws IOException {
    StringBuilder command = new StringBuilder();
    ByteBuffer letter = ByteBuffer.allocate(1);
    while (session.read(letter) > 0 && letter.get(0) != 0) {
      command.append((char) letter.get(0));
      letter.clear();
    }
    return command.toString();
  }
}
