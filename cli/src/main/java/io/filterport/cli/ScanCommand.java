package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.scanner.ScanReply;
import io.filterport.scanner.ScanRequest;
import io.filterport.scanner.ScannerFilter;
import io.filterport.scanner.ScannerService;
import io.filterport.scanner.engine.PatternEngine;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.service.FilterPort;
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
import picocli.CommandLine.Spec;

/** {@code filterport scan}: the service half of the scanner, until it is told to stop. */
@Command(
    name = "scan",
    description = "Scan files for the scanner filter of a host; reconnects when the host restarts.")
final class ScanCommand implements Callable<Integer> {
  private static final String DEFAULT_USER = "nobody";

  /** The engines there are. */
  enum Engine {
    /** Byte and hash signatures of a text file. */
    PATTERNS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--port",
      paramLabel = "NAME",
      defaultValue = ScannerFilter.PORT,
      description = "The filter's port (default: ${DEFAULT-VALUE}).")
  private String port;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "patterns",
      description = "What scans: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Engine engine;

  @Option(
      names = "--signatures",
      paramLabel = "FILE",
      description = "Signatures of the patterns engine (default: EICAR alone).")
  private @Nullable Path signatures;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "4",
      description = "Files scanned at once (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description =
          "Whom to become if started as root (default: the user who called sudo, else nobody).")
  private @Nullable String user;

  @Mixin private SocketOption socket;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ScanEngine scans = open(engine);
    Privileges.giveUp(user == null ? Privileges.sudoUserOr(DEFAULT_USER) : user);
    ScannerService service = new ScannerService(scans, workers, this::report);
    BackOff pause = new BackOff();
    while (true) {
      try (FilterPort connected = FilterPort.connect(socket.space(), port)) {
        say("scanning for " + port + " with " + scans.name() + " " + scans.version());
        pause.reset();
        service.serve(connected);
        say("the host is gone; waiting for it");
      } catch (FilterPortException e) {
        if (!isWorthWaiting(e)) {
          throw e;
        }
        say(e.getMessage() + "; trying again");
      }
      pause.sleep();
    }
  }

  private ScanEngine open(Engine chosen) throws IOException {
    Path file = signatures;
    return switch (chosen) {
      case PATTERNS -> file == null ? PatternEngine.builtIn() : PatternEngine.load(file);
    };
  }

  /** A host that restarts is missing for a while, and then its port is. */
  private static boolean isWorthWaiting(FilterPortException e) {
    NtStatus status = e.status();
    return status.equals(NtStatus.CONNECTION_REFUSED)
        || status.equals(NtStatus.OBJECT_NAME_NOT_FOUND)
        || status.equals(NtStatus.PORT_DISCONNECTED)
        || status.equals(NtStatus.FLT_DELETING_OBJECT)
        || status.equals(NtStatus.CONNECTION_COUNT_LIMIT);
  }

  private void report(ScanRequest request, ScanReply reply) {
    if (reply.infected()) {
      say("infected: " + request.path() + ": " + reply.reason());
    }
  }

  private void say(String text) {
    PrintWriter err = command.commandLine().getErr();
    err.println("filterport: " + text);
    err.flush();
  }
}
