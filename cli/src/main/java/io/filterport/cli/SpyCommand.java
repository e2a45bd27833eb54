package io.filterport.cli;

import io.filterport.spy.SpyClient;
import io.filterport.spy.SpyFilter;
import io.filterport.spy.SpyRecord;
import io.filterport.spy.SpyRecord.Operation;
import io.filterport.spy.SpySelection;
import io.filterport.volume.FileOperation.Kind;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code filterport spy}: shows what happens to the files of a host's volumes, as it happens. */
@Command(
    name = "spy",
    description = "Show live file activity, as the spy filter of a host records it.")
final class SpyCommand implements Callable<Integer> {
  /** A reader that does not read must not keep the process from ending. */
  private static final long STOP_PATIENCE_MILLIS = 2_000;

  /** Between two questions to a log without news. */
  static final long FIRST_PAUSE_MILLIS = 5;

  static final long LONGEST_PAUSE_MILLIS = 250;

  @Option(
      names = "--kind",
      split = ",",
      paramLabel = "KIND",
      description = "Only these kinds: ${COMPLETION-CANDIDATES} (default: all).")
  private Set<Kind> kinds = Set.of();

  @Option(
      names = "--path",
      paramLabel = "GLOB",
      description =
          "Only these paths: * stands for any characters but the slash, ** for any characters, ? for"
              + " one (default: all).")
  private @Nullable String path;

  @Option(
      names = "--pid",
      paramLabel = "N",
      description = "Only what this process does (default: all).")
  private @Nullable Long processId;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after N operations (default: when the host goes away).")
  private long count = Long.MAX_VALUE;

  @Option(
      names = "--port",
      paramLabel = "NAME",
      defaultValue = SpyFilter.PORT,
      description = "The filter's port (default: ${DEFAULT-VALUE}).")
  private String port;

  @Mixin private SocketOption socket;
  @Mixin private OutputOption output;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws InterruptedException {
    long wanted = Numbers.atLeast("--count", count, 1);
    SpySelection selection = selection();
    try (StopSignal stop = StopSignal.catching(STOP_PATIENCE_MILLIS);
        SpyClient client = SpyClient.connect(socket.space(), port, selection)) {
      say("recording at " + port);
      follow(client, wanted, stop);
    }
    return ExitCodes.OK;
  }

  private SpySelection selection() {
    long process =
        processId == null ? SpySelection.ANY_PROCESS : Numbers.atLeast("--pid", processId, 1);
    return new SpySelection(kinds, process, path == null ? "" : pattern(path));
  }

  /** Paths are absolute: nothing else could ever match. */
  private static String pattern(String glob) {
    if (!glob.startsWith("/") && !glob.startsWith("**")) {
      throw new TypeConversionException(
          "--path takes a pattern of whole paths, which begins with / or **, not '" + glob + "'");
    }
    if (glob.length() > SpySelection.MAX_PATH) {
      throw new TypeConversionException(
          "--path takes up to " + SpySelection.MAX_PATH + " characters, not " + glob.length());
    }
    return glob;
  }

  private void follow(SpyClient client, long wanted, StopSignal stop) throws InterruptedException {
    BackOff pause = new BackOff(FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    PrintWriter out = command.commandLine().getOut();
    long left = wanted;
    if (output.isForPeople()) {
      out.println(SpyLine.heading());
    }
    while (left > 0 && !stop.isAsked() && !out.checkError()) {
      List<SpyRecord> records = client.pull();
      if (records.isEmpty()) {
        stop.pause(pause.nextMillis());
      } else {
        pause.reset();
        left -= print(records, left);
      }
    }
  }

  /** {@return how many operations were printed} */
  private long print(List<SpyRecord> records, long most) {
    long printed = 0;
    for (SpyRecord record : records) {
      if (printed == most) {
        return printed;
      }
      print(record);
      printed += record instanceof Operation ? 1 : 0;
    }
    return printed;
  }

  private void print(SpyRecord record) {
    if (output.isForPeople()) {
      command.commandLine().getOut().println(SpyLine.text(record));
    } else {
      output.print(SpyLine.fields(record));
    }
  }

  private void say(String text) {
    PrintWriter err = command.commandLine().getErr();
    err.println("filterport: " + text);
    err.flush();
  }
}
