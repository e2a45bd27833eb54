package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;

/**
 * The two segments of a connection between processes, as {@link ConnectionLayout} divides them.
 *
 * @param layout where everything lies
 * @param host written by the host alone
 * @param common written by both
 */
public record MappedMemory(ConnectionLayout layout, MemorySegment host, MemorySegment common) {
  SlotTable toService(Sleep sleep) {
    return table(
        0,
        new SharedFlag(host, ConnectionLayout.HOST_HUNGRY),
        new SharedFlag(common, ConnectionLayout.CLIENT_FLAG),
        new Records.Mapped(host, layout.hostRecords(0), layout.stride()),
        new Records.Mapped(common, layout.commonRecords(0), layout.stride()),
        sleep);
  }

  SlotTable toFilter(Sleep sleep) {
    int base = layout.tableBytes();
    return table(
        base,
        new SharedFlag(common, base + ConnectionLayout.CLIENT_FLAG),
        new SharedFlag(host, ConnectionLayout.HOST_STARVED),
        new Records.Mapped(common, layout.commonRecords(1), layout.stride()),
        new Records.Mapped(host, layout.hostRecords(1), layout.stride()),
        sleep);
  }

  private SlotTable table(
      long base,
      SharedFlag hungry,
      SharedFlag starved,
      Records messages,
      Records replies,
      Sleep sleep) {
    return new SlotTable(
        common,
        base,
        layout.slots(),
        hungry,
        starved,
        messages,
        replies,
        new SharedBell(common, base + ConnectionLayout.ARRIVAL_BELL, sleep),
        new SharedBell(common, base + ConnectionLayout.CALLER_BELL, sleep));
  }
}
