package io.filterport.cli;

import io.filterport.PortSpace;
import io.filterport.service.FilterPort;
import java.io.Console;
import java.io.IOError;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code filterport top}. */
@Command(
    name = "top",
    description = "Live view of ports, connections and volumes; q ends it.",
    footer =
        "Where standard output is no terminal, with --once, and with -o json or jsonl, it prints what"
            + " there is now and ends. NO_COLOR leaves headings plain.")
final class TopCommand implements Callable<Integer> {
  private static final int LEAST_MILLIS = 100;
  private static final int MOST_MILLIS = 3_600_000;

  @Option(names = "--once", description = "Print what there is now, and end.")
  private boolean once;

  @Option(
      names = "--interval",
      paramLabel = "MILLIS",
      defaultValue = "1000",
      description = "Time between two looks (default: ${DEFAULT-VALUE}).")
  private int intervalMillis;

  @Mixin private SocketOption socket;
  @Mixin private OutputOption output;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    int interval = Numbers.inRange("--interval", intervalMillis, LEAST_MILLIS, MOST_MILLIS);
    PortSpace space = socket.space();
    if (once || !output.isForPeople() || !isTerminal()) {
      print(new TopPage(Observation.ask(space), null, 1));
    } else {
      watch(space, interval);
    }
    return ExitCodes.OK;
  }

  /** Without a terminal JDK 22 to 24 have a console all the same; others have none. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private void print(TopPage page) {
    if (output.isForPeople()) {
      PrintWriter out = command.commandLine().getOut();
      page.lines().forEach(out::println);
      out.flush();
    } else {
      output.print(page.parts());
    }
  }

  private static void watch(PortSpace space, int intervalMillis) throws IOException {
    try (FilterPort port = FilterPort.connect(space, InspectionFilter.PORT);
        OtherScreen screen = new OtherScreen();
        Terminal terminal = TerminalBuilder.builder().system(true).provider("exec").build()) {
      String title = "filterport top: " + space + ", q ends";
      new TopView(terminal, () -> Observation.ask(port), title, isPlain(), intervalMillis)
          .run(screen);
    } catch (IOError e) {
      // the terminal is gone: nobody looks any more, and there is nothing to leave as it was
    }
  }

  /** See no-color.org. */
  private static boolean isPlain() {
    String wish = System.getenv("NO_COLOR");
    return wish != null && !wish.isEmpty();
  }
}
