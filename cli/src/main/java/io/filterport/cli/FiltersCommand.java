package io.filterport.cli;

import io.filterport.filter.ManagerSnapshot.FilterState;
import io.filterport.filter.ManagerSnapshot.PortState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code filterport filters}. */
@Command(name = "filters", description = "What filters are registered, highest altitude first.")
final class FiltersCommand extends InventoryCommand {
  @Override
  List<Map<String, Object>> rows(Inventory inventory) {
    return inventory.filters().stream().map(FiltersCommand::row).toList();
  }

  private static Map<String, Object> row(FilterState filter) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", filter.name());
    row.put("altitude", filter.altitude());
    row.put("ports", filter.ports().stream().map(PortState::name).toList());
    return row;
  }
}
