package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.scanner.ScanReply;
import io.filterport.scanner.ScanRequest;
import io.filterport.scanner.ScannerFilter;
import io.filterport.scanner.ScannerService;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.service.FilterPort;
import java.io.PrintWriter;
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
  /** Between two attempts to find the host. */
  private static final long FIRST_PAUSE_MILLIS = 100;

  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private static final String DEFAULT_USER = "nobody";

  private static final int MAX_WORKERS = 1024;

  @Option(
      names = "--port",
      paramLabel = "NAME",
      defaultValue = ScannerFilter.PORT,
      description = "The filter's port (default: ${DEFAULT-VALUE}).")
  private String port;

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

  @Mixin private EngineOption engine;
  @Mixin private SocketOption socket;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws InterruptedException {
    int threads = Numbers.inRange("--workers", workers, 1, MAX_WORKERS);
    ScanEngine scans = engine.open(threads, this::say);
    Privileges.giveUp(user == null ? Privileges.sudoUserOr(DEFAULT_USER) : user);
    EngineOption.start(scans);
    ScannerService service = new ScannerService(scans, threads, this::report);
    ServiceManager.of(System.getenv(), this::say).ready();
    BackOff pause = new BackOff(FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    while (true) {
      try (FilterPort connected = service.connect(socket.space(), port)) {
        say(("scanning for " + port + " with " + scans.name() + " " + scans.version()).strip());
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
