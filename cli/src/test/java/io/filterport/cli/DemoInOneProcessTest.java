package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.cli.DemoDecision.Outcome;
import io.filterport.cli.DemoWorld.Opened;
import io.filterport.linux.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the demo in one process")
class DemoInOneProcessTest {
  @Test
  @DisplayName("has every step of the demo in two, each with its expected outcome")
  void play() throws Exception {
    DemoStage stage = DemoStage.ofTemporaryDirectory();
    List<String> talk = new ArrayList<>();
    try (DemoInOneProcess world = new DemoInOneProcess(stage)) {
      List<DemoStep> steps = new DemoPlay(world, talk::add).perform();
      assertThat(steps).hasSize(6).allMatch(DemoStep::isAsExpected);
      String service = "service uid " + Identity.effectiveUid();
      String nobody = "default verdict";
      assertThat(steps)
          .extracting(DemoStep::decidedBy)
          .containsExactly(service, service, nobody, nobody, service, service);
      assertThat(world.serviceUid()).isEqualTo(Identity.effectiveUid());
    }
    assertThat(talk).contains("service: ended").anyMatch(line -> line.startsWith("a clean file"));
    assertThat(stage.base()).doesNotExist();
  }

  @Test
  @DisplayName("does not call it a denial when another program took the file away")
  void fileIsGone() throws Exception {
    try (DemoInOneProcess world = new DemoInOneProcess(DemoStage.ofTemporaryDirectory())) {
      world.startService();
      Path infected = world.files().infected();
      Files.delete(infected);
      Opened opened = world.open(infected);
      assertThat(opened.decision().outcome()).isEqualTo(Outcome.NONE);
      assertThat(DemoStep.outcome(opened.seen())).isEqualTo("FAILED");
    }
  }

  @Test
  @DisplayName("is what a system that is not Linux gets, which makes no native call")
  void elsewhere(@TempDir Path directory) throws Exception {
    Path loaded = directory.resolve("loaded");
    List<String> options = List.of("-Dos.name=Elsewhere", "-Xlog:class+load=info:file=" + loaded);
    CommandLineRun run = CommandProcess.run(CommandProcess.command(options, "demo", "-o", "json"));
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCodes.OK);
    assertThat(run.err()).contains("one process: ", "this is Elsewhere");
    assertThat(run.out())
        .startsWith("{\"volume\":\"nio\",\"steps\":[{\"name\":\"a clean file\",\"file\":")
        .endsWith("\"serviceUid\":" + Identity.effectiveUid() + ",\"ok\":true}\n");
    assertThat(Files.readString(loaded))
        .contains("io.filterport.linux.LinuxSupport")
        .doesNotContain("io.filterport.linux.Native");
  }
}
