package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.cli.Finding.Result;
import io.filterport.linux.DescriptorLimit;
import io.filterport.linux.Errno;
import io.filterport.volumes.fanotify.CoreDumps;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("filterport doctor")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DoctorTest {
  private static CommandLineRun doctor(String format, Path directory) {
    return CommandLineRun.of(
        "doctor", "-o", format, "--socket", directory.resolve("manager.sock").toString());
  }

  @Test
  @DisplayName("tells of each check, and of a host that is missing, with advice")
  void checks(@TempDir Path directory) {
    CommandLineRun run = doctor("jsonl", directory);
    assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCodes.OK);
    assertThat(run.out())
        .contains("{\"check\":\"system\",\"result\":\"ok\",")
        .contains("{\"check\":\"sealed memory\",\"result\":\"ok\",")
        .contains("{\"check\":\"descriptors\",")
        .contains(
            "{\"check\":\"host\",\"result\":\"warn\",\"found\":\"none reached\",\"advice\":\"Start");
    assertThat(run.err()).isEmpty();
  }

  @Test
  @DisplayName("fails on a kernel that makes memory files but lacks the seal of the host's own")
  void seal() {
    Finding old = SystemChecks.sealed(-Errno.EINVAL);
    assertThat(old.result()).isEqualTo(Result.FAIL);
    assertThat(old.row().toString()).contains("F_SEAL_FUTURE_WRITE: EINVAL", "Linux 5.1");
    assertThat(SystemChecks.sealed(0).result()).isEqualTo(Result.OK);
  }

  @Test
  @DisplayName("finds the host that is there")
  void host() throws Exception {
    try (RunningHost host = new RunningHost()) {
      CommandLineRun run =
          CommandLineRun.of("doctor", "-o", "jsonl", "--socket", host.socket.toString());
      assertThat(run.out())
          .contains("{\"check\":\"host\",\"result\":\"ok\",\"found\":\"2 filters, 0 volumes\"");
    }
  }

  @Test
  @DisplayName("warns of core dumps that go where a host guards")
  void coreDumps(@TempDir Path guarded) {
    CoreDumps program = new CoreDumps("|" + guarded.resolve("take") + " %P");
    assertThat(CoreDumpCheck.of(program, List.of(Path.of("/proc"), guarded)).found())
        .contains(guarded.resolve("take") + " %P, on the file system of " + guarded);
    assertThat(CoreDumpCheck.of(program, List.of(Path.of("/proc"))).result()).isEqualTo(Result.OK);
    CoreDumps here = new CoreDumps("core");
    assertThat(CoreDumpCheck.of(here, List.of(guarded)))
        .isEqualTo(Finding.ok("core dumps", "core"));
  }

  @Test
  @DisplayName("warns of a kernel whose overlays lead around a guard, as the host does")
  void overlays() {
    Optional<String> gap = Optional.of("Overlays lead around.");
    Finding old = SystemChecks.kernel("6.1.0", gap);
    assertThat(old.result()).isEqualTo(Result.WARN);
    assertThat(old.row().toString()).contains("6.1.0", "Overlays lead around.");
    assertThat(SystemChecks.kernel("6.18.0", Optional.empty()).result()).isEqualTo(Result.OK);
    assertThat(GuardGap.of(List.of("/srv"), gap)).hasValue("warning: Overlays lead around.");
    assertThat(GuardGap.of(List.of("/srv"), Optional.empty())).isEmpty();
    assertThat(GuardGap.of(List.of(), gap)).isEmpty();
  }

  @Test
  @DisplayName("warns of each capability that a host of root has not, with what is missing then")
  void capabilities() {
    long all = 1L << 2 | 1L << 19 | 1L << 28;
    assertThat(SystemChecks.capabilities(all).result()).isEqualTo(Result.OK);
    Finding none = SystemChecks.capabilities(0);
    assertThat(none.result()).isEqualTo(Result.WARN);
    assertThat(none.found())
        .contains("no CAP_DAC_READ_SEARCH, so ", "no CAP_SYS_PTRACE, so ", "no CAP_LEASE, so ");
    assertThat(SystemChecks.capabilities(all & ~(1L << 28)).found())
        .isEqualTo("no CAP_LEASE, so verdicts are kept of the host's own files only");
  }

  @Test
  @DisplayName("measures what open() costs, where it may guard files")
  void cost(@TempDir Path directory) throws Exception {
    KernelEvents.assume();
    Finding cost = OpenCost.check();
    assertThat(cost.result()).as(cost.found()).isEqualTo(Result.OK);
    assertThat(cost.found())
        .matches("\\d+\\.\\d us, with a filter that allows at once \\d+\\.\\d us");
    assertThat(doctor("table", directory).out()).contains("cost of open");
  }

  @Test
  @DisplayName("a filter makes the opens of another process slower")
  void filterCosts() {
    Finding finding = new OpenCost(1_500, 42_000).finding();
    assertThat(finding.found()).isEqualTo("1.5 us, with a filter that allows at once 42.0 us");
  }

  @Test
  @DisplayName("ends with 6 if something needed is missing, and not for a warning")
  void exitCode() {
    Finding fine = Finding.ok("a", "there");
    Finding poor = Finding.warn("b", "missing", "Get it.");
    assertThat(DoctorCommand.exitCode(List.of(fine, poor))).isEqualTo(ExitCodes.OK);
    assertThat(DoctorCommand.exitCode(List.of(fine, Finding.fail("c", "missing", "Get it."))))
        .isEqualTo(ExitCodes.VERIFICATION);
  }

  @Test
  @DisplayName("warns of few descriptors and of a single processor")
  void limits() {
    assertThat(SystemChecks.descriptors(new DescriptorLimit(0, 1024, 4096)).result())
        .isEqualTo(Result.WARN);
    assertThat(SystemChecks.descriptors(new DescriptorLimit(0, 4096, 4096)).result())
        .isEqualTo(Result.OK);
    assertThat(SystemChecks.descriptors(new DescriptorLimit(0, -1, -1)).found())
        .isEqualTo("no limit");
    assertThat(SystemChecks.processors(1).result()).isEqualTo(Result.WARN);
    assertThat(SystemChecks.processors(2).result()).isEqualTo(Result.OK);
  }
}
