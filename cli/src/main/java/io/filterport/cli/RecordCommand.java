package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.cli.RecordingMessages.Wish;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code filterport record}: writes down what goes through a port of a running host. */
@Command(
    name = "record",
    description =
        "Record the traffic of a port that its host lets be recorded (host --recordable). Payloads"
            + " are what the filter and its services tell each other: keep the file to yourself.")
final class RecordCommand implements Callable<Integer> {
  private static final long STOP_PATIENCE_MILLIS = 2_000;
  private static final int DEFAULT_HEAD = 256;

  private final long mostBytes;

  /** How much of each payload is kept. */
  enum Keep {
    /** Sizes, times and statuses. */
    NONE,
    /** The beginning. */
    HEAD,
    /** All, which a replay needs. */
    FULL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "PORT", description = "The port, such as '\\ScannerPort'.")
  private String port;

  @Option(
      names = "--payload",
      paramLabel = "HOW",
      defaultValue = "none",
      description =
          "How much of each payload: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Keep payload;

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      description =
          "The most that is kept of one payload, up to 4 MiB (default: "
              + DEFAULT_HEAD
              + " of a head, else 4 MiB).")
  private @Nullable Integer maxBytes;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after N records (default: when the host goes away).")
  private long count = Long.MAX_VALUE;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to, a new file for this user alone, up to 256 MiB, which replay takes (default:"
              + " standard output).")
  private @Nullable Path file;

  @Mixin private SocketOption socket;
  @Spec private CommandSpec command;

  RecordCommand() {
    this(Recording.MAX_BYTES);
  }

  /**
   * Makes the command.
   *
   * @param mostBytes how long its file may become
   */
  RecordCommand(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public Integer call() throws InterruptedException {
    long wanted = Numbers.atLeast("--count", count, 1);
    Wish wish = new Wish(port, mostKept());
    try {
      record(wish, wanted);
    } catch (IOException e) {
      throw new FilterPortException(
          "recording into " + file + ": " + e,
          NtStatus.UNSUCCESSFUL,
          "Name a new file in a directory that exists, where this user may write and there is"
              + " room.");
    }
    return ExitCodes.OK;
  }

  private void record(Wish wish, long wanted) throws IOException, InterruptedException {
    try (StopSignal stop = StopSignal.catching(STOP_PATIENCE_MILLIS);
        RecordingClient client = connect(socket.space(), wish);
        RecordingOutput out = open()) {
      say("recording " + port);
      new RecordingPull(client, out, wanted).run(stop);
      if (out.isFull()) {
        say(
            "%s ends here, for replay takes up to %d bytes and %d records; name another one for the rest"
                .formatted(file, mostBytes, Recording.MAX_RECORDS));
      }
      if (out.hasFailed()) {
        say("standard output takes no more, and may lack some of these:");
      }
      say(out.records() + " records, " + out.lost() + " lost");
    }
  }

  private int mostKept() {
    int most =
        maxBytes == null
            ? (payload == Keep.HEAD ? DEFAULT_HEAD : RecordingLog.MOST_KEPT)
            : Numbers.inRange("--max-bytes", maxBytes, 0, RecordingLog.MOST_KEPT);
    return payload == Keep.NONE ? -1 : most;
  }

  private static RecordingClient connect(PortSpace space, Wish wish) {
    try {
      return RecordingClient.connect(space, wish);
    } catch (FilterPortException e) {
      if (e.status().equals(NtStatus.NOT_SUPPORTED)) {
        throw new FilterPortException(
            "recording port " + wish.port() + ", which the host does not let be recorded",
            e.status(),
            "Start the host with --recordable '" + wish.port() + "'.");
      }
      throw e;
    }
  }

  private RecordingOutput open() throws IOException {
    Path given = file;
    return given == null
        ? RecordingOutput.to(command.commandLine().getOut())
        : RecordingOutput.to(given, mostBytes, Recording.MAX_RECORDS);
  }

  private void say(String text) {
    PrintWriter err = command.commandLine().getErr();
    err.println("filterport: " + text);
    err.flush();
  }
}
