package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.cli.DemoCommand.Source;
import io.filterport.linux.LinuxSupport;
import io.filterport.volumes.fanotify.FanotifySupport;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Chooses where the demo plays: the most that the system allows. No system call is made before it
 * is known that this is Linux.
 *
 * @param source what was asked for
 * @param say told what is used, and why
 */
record DemoChoice(Source source, Consumer<String> say) {
  DemoWorld open() throws IOException, InterruptedException {
    return switch (source) {
      case FANOTIFY -> withEvents(DemoStage.ofOwnNamespace());
      case NIO -> withoutEvents("As asked.");
      case AUTO -> best();
    };
  }

  /** File events may be allowed where mounting is not, as in some containers. */
  private DemoWorld best() throws IOException, InterruptedException {
    FanotifySupport support = FanotifySupport.probe();
    if (!support.available()) {
      return withoutEvents("No kernel file events: " + support.advice());
    }
    DemoStage stage;
    try {
      stage = DemoStage.ofOwnNamespace();
    } catch (FilterPortException e) {
      return withoutEvents("Nothing that kernel file events could guard: " + e.what() + ".");
    }
    return withEvents(stage);
  }

  private DemoWorld withEvents(DemoStage stage) throws IOException, InterruptedException {
    say.accept("volume: fanotify, the kernel's own file events; files are opened by cat");
    return new DemoInTwoProcesses(stage, true, Privileges.unprivileged());
  }

  private DemoWorld withoutEvents(String why) throws IOException, InterruptedException {
    say.accept("volume: nio; files are opened inside the host. " + why);
    DemoStage stage = DemoStage.ofTemporaryDirectory();
    Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
    if (LinuxSupport.isAvailable()) {
      return new DemoInTwoProcesses(stage.forEveryone(), false, Privileges.unprivileged());
    }
    say.accept(
        "one process: host and service share it. Ports between processes need Linux on x86-64 or"
            + " aarch64; this is "
            + System.getProperty("os.name")
            + " on "
            + System.getProperty("os.arch")
            + ".");
    return new DemoInOneProcess(stage);
  }
}
