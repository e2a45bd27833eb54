package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a host with the spy's filter")
class HostSpyTest {
  @Test
  @DisplayName("runs it beside others, each at its altitude")
  void besideOthers() throws Exception {
    try (RunningHost host = new RunningHost("--filter", "scanner,spy")) {
      assertThat(host.run("filters", "-o", "jsonl").out())
          .contains("\"name\":\"scanner\",\"altitude\":\"320000\"")
          .contains("\"name\":\"spy\",\"altitude\":\"370000\"");
    }
  }

  @Test
  @DisplayName("lets nobody but administrators see file names, whoever may use its other ports")
  void administratorsOnly() throws Exception {
    try (RunningHost host = new RunningHost("--filter", "spy", "--sddl", "D:(A;;GA;;;WD)")) {
      assertThat(access(host, "\\EchoPort").exitCode()).isEqualTo(ExitCodes.OK);
      assertThat(access(host, "\\SpyPort").exitCode()).isEqualTo(ExitCodes.ACCESS_DENIED);
    }
  }

  private static CommandLineRun access(RunningHost host, String port) throws Exception {
    return host.run("access", port, "--as", "uid:65534");
  }

  @Test
  @DisplayName("without it there is no port to spy at, exit code 1")
  void without() throws Exception {
    try (RunningHost host = new RunningHost()) {
      CommandLineRun run = host.run("spy");
      assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
      assertThat(run.err()).contains("0x80070002");
    }
  }

  @Test
  @DisplayName("without a host the exit code is 3")
  void noHost(@TempDir Path directory) {
    CommandLineRun run =
        CommandLineRun.of("spy", "--socket", directory.resolve("manager.sock").toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.NO_MANAGER);
  }

  @Test
  @DisplayName("tells of the kernel's file events, also of those that the scanner denies")
  void kernelEvents() throws Throwable {
    GuardedStage.run(HostSpyTest::kernelEvents);
  }

  @Test
  @DisplayName("tells what the kernel tells of only afterwards")
  void kernelEventsAfterwards() throws Throwable {
    GuardedStage.run(HostSpyTest::kernelEventsAfterwards);
  }

  private static void kernelEventsAfterwards(DemoStage stage) throws Exception {
    String file = DemoFiles.write(stage.guarded()).clean().toString();
    String socket = stage.controlSocket().toString();
    try (CommandProcess host =
        CommandProcess.start(
            "host", "--filter=spy", "--volume=" + stage.guarded(), "--socket=" + socket)) {
      host.awaitErr("listening on");
      try (CommandProcess spy =
          CommandProcess.start("spy", "--count=2", "-o", "jsonl", "--socket", socket)) {
        spy.awaitErr("recording at");
        try (CommandProcess mv =
            CommandProcess.start(new ProcessBuilder("mv", file, file + ".moved"))) {
          assertThat(mv.await().exitCode()).isZero();
        }
        try (CommandProcess rm = CommandProcess.start(new ProcessBuilder("rm", file + ".moved"))) {
          assertThat(rm.await().exitCode()).isZero();
        }
        assertThat(spy.await().out().lines().toList())
            .satisfiesExactly(
                line ->
                    assertThat(line)
                        .contains("\"kind\":\"RENAME\",\"path\":\"" + file + "\"")
                        .contains("\"statusName\":\"STATUS_SUCCESS\""),
                line ->
                    assertThat(line)
                        .contains("\"kind\":\"DELETE\",\"path\":\"" + file + ".moved\""));
      } finally {
        host.terminate().await();
      }
    }
  }

  private static void kernelEvents(DemoStage stage) throws Exception {
    Path file = DemoFiles.write(stage.guarded()).clean();
    String socket = stage.controlSocket().toString();
    try (CommandProcess host =
        CommandProcess.start(
            "host", "--filter=scanner,spy", "--volume=" + stage.guarded(), "--socket=" + socket)) {
      host.awaitErr("listening on");
      try (CommandProcess spy =
          CommandProcess.start("spy", "--count=1", "-o", "jsonl", "--socket", socket)) {
        spy.awaitErr("recording at");
        try (CommandProcess cat = CommandProcess.start(Cat.command(file))) {
          assertThat(cat.await().exitCode()).as("nobody scans, so it is denied").isEqualTo(1);
          assertThat(spy.await().out())
              .contains("\"kind\":\"OPEN\",\"path\":\"" + file + "\"")
              .contains(
                  "\"size\":20,\"pid\":"
                      + cat.pid()
                      + ",\"uid\":0,\"status\":null,\"statusName\":null}");
        }
      } finally {
        host.terminate().await();
      }
    }
  }
}
