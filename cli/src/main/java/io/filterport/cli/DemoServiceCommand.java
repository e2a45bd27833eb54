package io.filterport.cli;

import io.filterport.scanner.ScannerFilter;
import io.filterport.scanner.ScannerService;
import io.filterport.scanner.engine.PatternEngine;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.service.FilterPort;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The demo's service: the scanner's service half, which ends with the demo. */
@Command(name = "demo-service", hidden = true)
final class DemoServiceCommand implements Callable<Integer> {
  @Option(names = "--user", required = true)
  private String user;

  @Mixin private SocketOption socket;

  @Override
  public Integer call() {
    ParentWatch.haltAfterLimit();
    ParentWatch.haltWithParent();
    ScanEngine engine = PatternEngine.builtIn();
    Privileges.giveUp(user);
    ScannerService service = new ScannerService(engine, 2, (request, reply) -> {});
    try (FilterPort port = service.connect(socket.space(), ScannerFilter.PORT)) {
      service.serve(port);
    }
    return ExitCodes.OK;
  }
}
