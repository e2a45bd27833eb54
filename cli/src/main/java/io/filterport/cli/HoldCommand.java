package io.filterport.cli;

import io.filterport.linux.ProcessControl;
import io.filterport.volumes.fanotify.Holder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code filterport host --on-death} starts: it keeps volumes when their host is gone. */
@Command(name = "hold", hidden = true)
final class HoldCommand implements Callable<Integer> {
  /** The line on standard output, after which it prints nothing. */
  static final String READY = "ready";

  @Option(names = "--listen", required = true)
  private Path place;

  @Override
  public Integer call() {
    int _ = ProcessControl.newSession(); // Ctrl-C is meant for the host
    int _ = ProcessControl.setDumpable(false); // while a core dump is written it answers nobody
    Holder.run(place, HoldCommand::tellReady);
    return ExitCodes.OK;
  }

  private static void tellReady() {
    System.out.println(READY);
    System.out.flush();
  }
}
