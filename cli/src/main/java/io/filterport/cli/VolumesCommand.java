package io.filterport.cli;

import io.filterport.cli.Inventory.VolumeState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code filterport volumes}. */
@Command(name = "volumes", description = "What is guarded, and what was decided.")
final class VolumesCommand extends InventoryCommand {
  @Override
  List<Map<String, Object>> rows(Inventory inventory) {
    return inventory.volumes().stream().map(VolumesCommand::row).toList();
  }

  private static Map<String, Object> row(VolumeState volume) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", volume.name());
    row.put("vetoes", volume.vetoes());
    row.put("reports", volume.reports());
    row.put("asked", volume.asked());
    row.put("denied", volume.denied());
    row.put("wouldDeny", volume.wouldDeny());
    row.put("excluded", volume.excluded());
    row.put("cacheHits", volume.cache().hits());
    row.put("cacheMisses", volume.cache().misses());
    row.put("uncacheable", volume.cache().uncacheable());
    row.put("marksSet", volume.cache().marksSet());
    row.put("marksDropped", volume.cache().marksDropped());
    return row;
  }
}
