package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.PortAttributes;
import io.filterport.security.SecurityDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code filterport replay}: plays a recording and compares the answers. */
@Command(
    name = "replay",
    description =
        "Play a recording of `filterport record --payload full` to a filter, or to a service, and"
            + " compare what it answers with what was answered then.",
    footer = "Ends with 0 if everything that was played is the same, with 6 if not.")
final class ReplayCommand implements Callable<Integer> {
  private static final double MAX_SPEED = 1_000_000;
  private static final int MAX_LIMIT_SECONDS = 86_400;

  /** More than a service gets to end by itself. */
  private static final long STOP_PATIENCE_MILLIS = 10_000;

  @Parameters(paramLabel = "FILE", description = "The recording.")
  private Path file;

  @ArgGroup(multiplicity = "1")
  private Other other;

  @ArgGroup private @Nullable Pace pace;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "How long to wait for a service, and for an answer that had no timeout (default:"
              + " ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--sddl",
      paramLabel = "SDDL",
      description =
          "With --service: which users' services may connect (default: root and this user).")
  private @Nullable String sddl;

  @Mixin private SocketOption socket;
  @Mixin private OutputOption output;

  /** Whom it is played to. */
  static final class Other {
    @Option(
        names = "--to",
        paramLabel = "PORT",
        description = "Play the clients, to the filter behind this port of a running host.")
    private @Nullable String port;

    @Option(
        names = "--service",
        paramLabel = "COMMAND",
        description =
            "Play the filter, to the service that this shell command starts; it finds the manager"
                + " by $FILTERPORT_SOCKET.")
    private @Nullable String service;
  }

  /** How fast. */
  static final class Pace {
    @Option(
        names = "--speed",
        paramLabel = "F",
        description = "Times the original pace, such as 2 or 0.5.")
    private @Nullable Double speed;

    @Option(
        names = "--pace",
        paramLabel = "PACE",
        description = "original (the default), or none: as fast as answers come.")
    private @Nullable Kind kind;

    /** Without a factor. */
    enum Kind {
      ORIGINAL,
      NONE
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    ReplayPace speed = pace();
    long limitNanos =
        TimeUnit.SECONDS.toNanos(Numbers.inRange("--limit", limit, 1, MAX_LIMIT_SECONDS));
    SecurityDescriptor descriptor = sddl == null ? null : SecurityDescriptor.parse(sddl);
    Recording recording = Recording.read(file);
    String port = other.port;
    ReplayReport report =
        port == null
            ? toService(recording, speed, limitNanos, descriptor)
            : toFilter(recording, port, speed, limitNanos);
    print(recording, report);
    if (report.played() == 0) {
      throw new FilterPortException(
          "replaying " + file + ": it has nothing that can be played here",
          NtStatus.NO_MORE_ENTRIES,
          "Record with --payload full, and play to the right end: --service for what the filter"
              + " sent, --to for what its clients sent.");
    }
    return report.differs() ? ExitCodes.VERIFICATION : ExitCodes.OK;
  }

  /** {@return what the options say} */
  ReplayPace pace() {
    Pace given = pace;
    Double speed = given == null ? null : given.speed;
    if (speed == null) {
      return given != null && given.kind == Pace.Kind.NONE ? ReplayPace.NONE : new ReplayPace(1);
    }
    if (!(speed > 0 && speed <= MAX_SPEED)) {
      throw new TypeConversionException("--speed takes a number above 0, not " + speed);
    }
    return new ReplayPace(speed);
  }

  private ReplayReport toFilter(Recording recording, String port, ReplayPace speed, long limitNanos)
      throws InterruptedException {
    try (FilterReplay clients = new FilterReplay(socket.space(), port)) {
      return new ReplayPlayer(clients, speed, limitNanos).play(recording);
    }
  }

  private ReplayReport toService(
      Recording recording,
      ReplayPace speed,
      long limitNanos,
      @Nullable SecurityDescriptor descriptor) {
    try (StopSignal _ = StopSignal.interrupting(STOP_PATIENCE_MILLIS);
        ReplayHost host = ReplayHost.open()) {
      ServiceReplay filter =
          ServiceReplay.start(
              host.manager(), recording, port -> told(port, descriptor), limitNanos);
      String command = String.valueOf(other.service);
      try (ServiceProcess service = ServiceProcess.start(command, host.socket())) {
        awaitService(recording.begin().port(), filter, service, limitNanos);
        return new ReplayPlayer(filter, speed, limitNanos).play(recording);
      }
    } catch (IOException e) {
      throw new FilterPortException(
          "starting a manager and a service for the replay: " + e,
          NtStatus.UNSUCCESSFUL,
          "The directory for temporary files must have room, and be writable for this user.");
    } catch (InterruptedException e) {
      throw new FilterPortException(
          "replaying " + file + ": told to end before the end", NtStatus.CANCELLED, "");
    }
  }

  private static PortAttributes told(PortAttributes port, @Nullable SecurityDescriptor descriptor) {
    return descriptor == null ? port : port.withSecurityDescriptor(descriptor);
  }

  private static void awaitService(
      String port, ServiceReplay filter, ServiceProcess service, long limitNanos)
      throws InterruptedException {
    try {
      Object first =
          CompletableFuture.anyOf(filter.connected(), service.onExit())
              .get(limitNanos, TimeUnit.NANOSECONDS);
      if (first instanceof Process ended && !filter.connected().isDone()) {
        throw ServiceReplay.nobodyCame(port, "the command ended with " + ended.exitValue());
      }
    } catch (TimeoutException | ExecutionException e) {
      throw ServiceReplay.nobodyCame(port, "none within the limit");
    }
  }

  private void print(Recording recording, ReplayReport report) {
    Map<String, Object> fields = report.summary(recording);
    if (output.isForPeople()) {
      output.print(fields);
      output.print(report.findings());
    } else {
      fields.put("findings", report.findings());
      output.print(fields);
    }
  }
}
