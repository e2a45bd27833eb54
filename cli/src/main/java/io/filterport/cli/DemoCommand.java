package io.filterport.cli;

import io.filterport.linux.Identity;
import io.filterport.linux.LinuxSupport;
import io.filterport.volumes.fanotify.FanotifySupport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code filterport demo}: the main job, end to end, on real files, in two processes. */
@Command(
    name = "demo",
    description = "Show the main job: files are opened, a service in another process decides.",
    footer = "Ends with 0 only if every step had its expected outcome, else with 6.")
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
    boolean fanotify = choose();
    try (DemoStage stage = stage(fanotify)) {
      Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
      return play(stage, fanotify);
    }
  }

  private static DemoStage stage(boolean fanotify) throws IOException {
    return fanotify ? DemoStage.ofOwnNamespace() : DemoStage.ofTemporaryDirectory();
  }

  private boolean choose() {
    FanotifySupport support = FanotifySupport.probe();
    if (volume == Source.NIO) {
      say("volume: nio, as asked; files are opened inside the host");
      return false;
    }
    if (support.available() || volume == Source.FANOTIFY) {
      say("volume: fanotify, the kernel's own file events; files are opened by cat");
      return true;
    }
    say(
        "volume: nio; files are opened inside the host. No kernel file events: "
            + support.advice());
    return false;
  }

  private int play(DemoStage stage, boolean fanotify) throws IOException, InterruptedException {
    boolean isRoot = LinuxSupport.isAvailable() && Identity.effectiveUid() == 0;
    String user = isRoot ? Privileges.sudoUserOr("nobody") : Long.toString(Identity.effectiveUid());
    Consumer<String> talk = output.isForPeople() ? this::print : this::say;
    try (DemoPlay play = new DemoPlay(stage, fanotify, Privileges.find(user), talk)) {
      play.perform();
      return conclude(play, fanotify);
    }
  }

  private int conclude(DemoPlay play, boolean fanotify) {
    List<DemoStep> steps = play.steps();
    boolean ok = !steps.isEmpty() && steps.stream().allMatch(DemoStep::isAsExpected);
    if (output.isForPeople()) {
      print(ok ? "every step had its expected outcome" : "NOT every step had its expected outcome");
    } else {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("volume", fanotify ? "fanotify" : "nio");
      result.put("steps", steps.stream().map(DemoStep::fields).toList());
      result.put("serviceUid", play.serviceUid());
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
