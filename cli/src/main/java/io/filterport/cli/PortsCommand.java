package io.filterport.cli;

import io.filterport.filter.ManagerSnapshot.FilterState;
import io.filterport.filter.ManagerSnapshot.PortState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code filterport ports}. */
@Command(name = "ports", description = "What ports there are, and who may connect.")
final class PortsCommand extends InventoryCommand {
  @Override
  List<Map<String, Object>> rows(Inventory inventory) {
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
    row.put("strictAccess", port.strictAccess());
    row.put("oneWay", port.oneWay());
    return row;
  }
}
