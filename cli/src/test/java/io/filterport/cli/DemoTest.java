package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the demo")
class DemoTest {
  private static final Duration END_OF_CHILDREN = Duration.ofSeconds(10);
  private static final int STEPS = 6;
  private static final Pattern PID = Pattern.compile("(?:host|service): pid (\\d+)");
  private static final Pattern STEP =
      Pattern.compile("\"expected\":\"(\\w+)\",\"outcome\":\"(\\w+)\"");

  @Test
  @DisplayName("on the kernel's file events: every outcome as expected, nothing left")
  void fanotify() throws Exception {
    KernelEvents.assume();
    CommandLineRun run = CommandProcess.run("demo", "--volume", "fanotify", "-o", "json");
    assertEveryOutcome(run);
    assertThat(run.out()).contains("\"volume\":\"fanotify\"");
    assertThat(run.out()).contains("\"serviceUid\":" + Privileges.find("nobody").uid());
    assertEnded(pids(run.err()));
    assertNothingMounted();
  }

  @Test
  @DisplayName("on the guarded file system of the host: every outcome as expected, nothing left")
  void nio() throws Exception {
    CommandLineRun run = CommandProcess.run("demo", "--volume", "nio", "-o", "json");
    assertEveryOutcome(run);
    assertThat(run.out()).contains("\"volume\":\"nio\"");
    assertEnded(pids(run.err()));
  }

  @Test
  @DisplayName("where there is nothing to mount on: the guarded file system, and it says why")
  void nothingToMountOn() throws Exception {
    KernelEvents.assume();
    String used = "/mnt/used:/media/used:/srv/used:/opt/used";
    List<String> options =
        List.of("--module-path", System.getProperty("jdk.module.path") + ":" + used);
    CommandLineRun run = CommandProcess.run(CommandProcess.command(options, "demo", "-o", "json"));
    assertEveryOutcome(run);
    assertThat(run.out()).contains("\"volume\":\"nio\"");
    assertThat(run.err()).contains("volume: nio", "no unused directory");
  }

  @Test
  @DisplayName("kernel events that the system cannot have are an error, not another volume")
  void fanotifyElsewhere() throws Exception {
    List<String> options = List.of("-Dos.name=Elsewhere");
    CommandLineRun run =
        CommandProcess.run(CommandProcess.command(options, "demo", "--volume", "fanotify"));
    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.err()).contains("not Linux", "STATUS_NOT_SUPPORTED", "--volume nio");
  }

  @Test
  @DisplayName("killed in the middle, on the kernel's file events: its children end, nothing left")
  void killedWithFanotify() throws Exception {
    KernelEvents.assume();
    try (CommandProcess demo = CommandProcess.start("demo", "--volume", "fanotify")) {
      killAfterFirstStep(demo);
    }
    assertNothingMounted();
  }

  @Test
  @DisplayName("killed in the middle, on the guarded file system: its directory goes as well")
  void killedWithNio() throws Exception {
    try (CommandProcess demo = CommandProcess.start("demo", "--volume", "nio")) {
      killAfterFirstStep(demo);
      Path base = Path.of(demo.outMatch("guards (.+)")).getParent();
      assertThat(base.getFileName().toString()).startsWith("filterport-demo");
      assertThat(base).doesNotExist();
    }
  }

  private static void assertEveryOutcome(CommandLineRun run) {
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCodes.OK);
    List<MatchResult> steps = STEP.matcher(run.out()).results().toList();
    assertThat(steps).hasSize(STEPS);
    assertThat(steps).allSatisfy(step -> assertThat(step.group(2)).isEqualTo(step.group(1)));
  }

  private static void killAfterFirstStep(CommandProcess demo) throws Exception {
    demo.awaitOut("a clean file");
    List<Long> children =
        List.of(
            Long.valueOf(demo.outMatch("host: pid (\\d+)")),
            Long.valueOf(demo.outMatch("service: pid (\\d+)")));
    demo.kill();
    assertEnded(children);
  }

  private static List<Long> pids(String talk) {
    List<Long> pids = PID.matcher(talk).results().map(pid -> Long.valueOf(pid.group(1))).toList();
    assertThat(pids).as(talk).hasSize(3);
    return pids;
  }

  private static void assertEnded(List<Long> pids) throws Exception {
    for (long pid : pids) {
      Eventually.holds(
          "process " + pid + " has ended", END_OF_CHILDREN, () -> CommandProcess.hasEnded(pid));
    }
  }

  private static void assertNothingMounted() throws Exception {
    assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain("filterport");
  }
}
