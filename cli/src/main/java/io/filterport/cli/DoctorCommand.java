package io.filterport.cli;

import io.filterport.cli.Finding.Result;
import io.filterport.linux.LinuxSupport;
import io.filterport.volumes.fanotify.CoreDumps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code filterport doctor}. */
@Command(
    name = "doctor",
    description = "What this machine has of what Filterport needs, and what to do about the rest.",
    footer = "Ends with 0 if everything needed is there, with 6 if not. A warning does not count.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private SocketOption socket;
  @Mixin private OutputOption output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Finding> findings = Stream.concat(SystemChecks.all().stream(), others().stream()).toList();
    output.print(findings.stream().map(Finding::row).toList());
    return exitCode(findings);
  }

  static int exitCode(List<Finding> findings) {
    boolean failed = findings.stream().anyMatch(finding -> finding.result() == Result.FAIL);
    return failed ? ExitCodes.VERIFICATION : ExitCodes.OK;
  }

  private List<Finding> others() throws IOException, InterruptedException {
    HostCheck host = HostCheck.of(socket.space());
    List<Finding> others = new ArrayList<>(List.of(host.finding()));
    if (LinuxSupport.isAvailable()) {
      others.add(CoreDumpCheck.of(CoreDumps.now(), host.guarded()));
    }
    if (SystemChecks.canGuard()) {
      others.add(OpenCost.check());
    }
    return others;
  }
}
