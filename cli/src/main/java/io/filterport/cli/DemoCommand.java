package io.filterport.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code filterport demo}: the main job, end to end, on real files, in two processes where the
 * system allows it.
 */
@Command(
    name = "demo",
    description = "Show the main job: files are opened, a service decides.",
    footer = {
      "Ends with 0 only if every step had its expected outcome, else with 6.",
      "Host and service are two processes where the system allows it, else one.",
      "In JSON, serviceUid is the user the service ran as, null on a system without such numbers."
    })
final class DemoCommand implements Callable<Integer> {
  /** Where file operations come from. */
  enum Source {
    AUTO,
    FANOTIFY,
    NIO;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--volume",
      paramLabel = "SOURCE",
      defaultValue = "auto",
      description =
          "Where file operations come from: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Source volume;

  @Mixin private OutputOption output;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (DemoWorld world = new DemoChoice(volume, this::say).open()) {
      Consumer<String> talk = output.isForPeople() ? this::print : this::say;
      return conclude(world, new DemoPlay(world, talk).perform());
    }
  }

  private int conclude(DemoWorld world, List<DemoStep> steps) {
    boolean ok = !steps.isEmpty() && steps.stream().allMatch(DemoStep::isAsExpected);
    if (output.isForPeople()) {
      print(ok ? "every step had its expected outcome" : "NOT every step had its expected outcome");
    } else {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      result.put("volume", world.volume());
      result.put("steps", steps.stream().map(DemoStep::fields).toList());
      result.put("serviceUid", world.serviceUid());
      result.put("ok", ok);
      output.print(result);
    }
    return ok ? ExitCodes.OK : ExitCodes.VERIFICATION;
  }

  private void print(String line) {
    PrintWriter out = command.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private void say(String line) {
    PrintWriter err = command.commandLine().getErr();
    err.println("filterport: " + line);
    err.flush();
  }
}
