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

/** {@code filterport filters}. */
@Command(name = "filters", description = "What filters are registered, highest altitude first.")
final class FiltersCommand implements Callable<Integer> {
  @Mixin private SocketOption socket;
  @Mixin private OutputOption output;

  @Override
  public Integer call() throws IOException {
    output.print(rows(Inventory.ask(socket.space())));
    return ExitCodes.OK;
  }

  private static List<Map<String, Object>> rows(Inventory inventory) {
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
