package io.filterport.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code filterport metrics}. */
@Command(
    name = "metrics",
    description = "What has happened in a host, as OpenMetrics text.",
    footer = {
      "For node_exporter's textfile directory:",
      "  filterport metrics > filterport.prom.new && mv filterport.prom.new filterport.prom"
    })
final class MetricsCommand implements Callable<Integer> {
  @Mixin private SocketOption socket;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    String text = Metrics.of(Observation.ask(socket.space()));
    PrintWriter out = command.commandLine().getOut();
    out.print(text);
    out.flush();
    return ExitCodes.OK;
  }
}
