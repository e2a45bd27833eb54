package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("host and scan --engine clamd, with ClamAV's own clamd")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ScanClamdTest {
  @Test
  @DisplayName(
      "clamd decides who opens what; without it the default verdict does, until it is back")
  void decides() throws Throwable {
    GuardedStage.run(ScanClamdTest::decides);
  }

  private static void decides(DemoStage stage) throws Exception {
    DemoFiles files = DemoFiles.write(stage.guarded());
    String socket = "--socket=" + stage.controlSocket();
    String nobody =
        "--sddl=D:(A;;GA;;;SY)(A;;0x1;;;S-1-22-1-" + Privileges.find("nobody").uid() + ")";
    try (RealClamd clamd = RealClamd.start();
        CommandProcess host =
            CommandProcess.start(
                "host", "--filter=scanner", "--volume=" + stage.guarded(), nobody, socket);
        CommandProcess scan =
            CommandProcess.start(
                "scan", "--engine=clamd", "--clamd-socket=" + clamd.socket, socket)) {
      scan.awaitErr("scanning for \\ScannerPort with clamd\n");
      host.awaitErr("listening on");
      assertOpens(files.clean(), true);
      assertOpens(files.infected(), false);
      scan.awaitErr("infected: " + files.infected() + ": " + RealClamd.SIGNATURE);
      clamd.kill();
      assertOpens(files.clean(), false);
      assertOpens(files.clean(), false);
      assertOpens(files.clean(), false);
      scan.awaitErr("clamd is not asked any more until it answers: ");
      clamd.startAgain();
      scan.awaitErr("clamd answers again");
      assertOpens(files.clean(), true);
      assertOpens(files.infected(), false);
      assertThat(scan.terminate().await().err()).doesNotContain("not handled");
    }
  }

  private static void assertOpens(Path file, boolean allowed) throws Exception {
    assertThat(Cat.run(file).exitCode() == 0).as("opens " + file).isEqualTo(allowed);
  }
}
