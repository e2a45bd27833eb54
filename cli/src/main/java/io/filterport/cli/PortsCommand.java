package io.filterport.cli;

import io.filterport.filter.ManagerSnapshot.FilterState;
import io.filterport.filter.ManagerSnapshot.PortState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code filterport ports}. */
@Command(name = "ports", description = "What ports there are, and who may connect.")
final class PortsCommand implements Callable<Integer> {
  @Mixin private SocketOption socket;
  @Mixin private OutputOption output;

  @Override
  public Integer call() throws IOException {
    output.print(rows(Inventory.ask(socket.space())));
    return ExitCodes.OK;
  }

  private static List<Map<String, Object>> rows(Inventory inventory) {
    return inventory.filters().stream()
        .flatMap(filter -> filter.ports().stream().map(port -> row(filter, port)))
        .toList();
  }

  private static Map<String, Object> row(FilterState filter, PortState port) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", port.name());
    row.put("filter", filter.name());
    row.put("connections", port.seatsTaken());
    row.put("maxConnections", port.maxConnections());
    row.put("securityDescriptor", port.securityDescriptor());
    row.put("oneWay", port.oneWay());
    return row;
  }
}
