package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.config.Section.Reader;
import io.filterport.cli.config.Settings;
import io.filterport.scanner.ScanReply;
import io.filterport.scanner.ScanRequest;
import io.filterport.scanner.ScannerService;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.service.FilterPort;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code filterport scan}: the service half of the scanner, until it is told to stop. */
@Command(
    name = "scan",
    description = "Scan files for the scanner filter of a host; reconnects when the host restarts.")
final class ScanCommand implements Callable<Integer> {
  /** How long running scans may go on: as long as openers wait, unless a volume says otherwise. */
  private static final long STOP_PATIENCE_MILLIS = 5_000;

  @Mixin private ScanOptions declared;
  @Mixin private ConfigOption config;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    LogLines.keepPrintable();
    Settings settings = config.settings(Reader.SCAN, HostOptions.isRoot());
    if (config.printed(settings)) {
      return ExitCodes.OK;
    }
    try {
      scan(
          settings,
          config.isGiven()
              ? ConfigOption.filled(new ScanOptions(), settings.arguments())
              : declared);
    } catch (InterruptedException e) {
      // it was told to stop, and has
    }
    return ExitCodes.OK;
  }

  private void scan(Settings settings, ScanOptions options) throws InterruptedException {
    int threads = options.workers();
    SwitchedEngine scans = new SwitchedEngine(options.engine().open(threads, this::say));
    Privileges.giveUp(options.user());
    EngineStart start = new EngineStart(scans.present(), this::say);
    start.attempt();
    ScanReload reload = new ScanReload(settings, config, scans, this::say);
    if (config.isGiven()) {
      new HangUp().require(reload::run);
    }
    watch(options, scans, start, new ScannerService(scans, threads, this::report));
  }

  private void watch(
      ScanOptions options, ScanEngine scans, EngineStart start, ScannerService service)
      throws InterruptedException {
    ServiceManager manager = ServiceManager.of(System.getenv(), this::say);
    ScanProgress progress = new ScanProgress(service, manager.watchdogMillis(), this::say);
    try (StopSignal stop = StopSignal.interrupting(STOP_PATIENCE_MILLIS, manager::stopping);
        Watchdog _ = Watchdog.start(manager, List.of(progress))) {
      manager.ready();
      start.await();
      serve(options, scans, service, stop);
    }
  }

  /** Running scans end before it returns, and no other begins. */
  private void serve(ScanOptions options, ScanEngine scans, ScannerService service, StopSignal stop)
      throws InterruptedException {
    BackOff pause = BackOff.untilThere();
    while (true) {
      try (FilterPort connected = service.connect(options.space(), options.port())) {
        say(
            ("scanning for " + options.port() + " with " + scans.name() + " " + scans.version())
                .strip());
        pause.reset();
        service.serve(connected);
        sayUnlessAsked(stop, "the host is gone; waiting for it");
      } catch (FilterPortException e) {
        if (!isWorthWaiting(e) && !stop.isAsked()) {
          throw e;
        }
        sayUnlessAsked(stop, e.getMessage() + "; trying again");
      }
      pause.sleep();
    }
  }

  private void sayUnlessAsked(StopSignal stop, String text) {
    if (!stop.isAsked()) {
      say(text);
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
    err.println("filterport: " + Printable.of(text));
    err.flush();
  }
}
