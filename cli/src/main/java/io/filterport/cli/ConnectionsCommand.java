package io.filterport.cli;

import io.filterport.filter.ManagerSnapshot.ConnectionState;
import io.filterport.filter.ManagerSnapshot.PortState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code filterport connections}. */
@Command(name = "connections", description = "Who is connected.")
final class ConnectionsCommand extends InventoryCommand {
  @Override
  List<Map<String, Object>> rows(Inventory inventory) {
    return inventory.filters().stream()
        .flatMap(filter -> filter.ports().stream())
        .flatMap(port -> port.connections().stream().map(connection -> row(port, connection)))
        .toList();
  }

  private static Map<String, Object> row(PortState port, ConnectionState connection) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", connection.id());
    row.put("port", port.name());
    row.put("pid", connection.processId());
    row.put("uid", connection.userId());
    row.put("state", connection.state());
    row.put("ageMillis", connection.ageMillis());
    return row;
  }
}
