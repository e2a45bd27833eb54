package io.filterport.cli;

import io.filterport.PortSpace;
import io.filterport.cli.config.Range;
import io.filterport.scanner.ScannerFilter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** For whom a service scans, with what, and as whom. */
final class ScanOptions {
  private static final String DEFAULT_USER = "nobody";

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
          "Whom to become, with that one's groups, if started as root (default: the user who called"
              + " sudo, else nobody).")
  private @Nullable String user;

  @Mixin private EngineOption engine;
  @Mixin private SocketOption socket;

  /** Checks what the options alone cannot, such as the signatures; nothing is connected. */
  void check() {
    int ignored = workers();
    engine.check();
    checkUser();
  }

  /** Only root becomes another one. */
  private void checkUser() {
    String named = user;
    if (named != null && HostOptions.isRoot()) {
      Privileges.User ignored = Privileges.find(named);
    }
  }

  String port() {
    return port;
  }

  int workers() {
    return Numbers.inRange("--workers", workers, Range.WORKERS);
  }

  String user() {
    String named = user;
    return named == null ? Privileges.sudoUserOr(DEFAULT_USER) : named;
  }

  EngineOption engine() {
    return engine;
  }

  PortSpace space() {
    return socket.space();
  }
}
