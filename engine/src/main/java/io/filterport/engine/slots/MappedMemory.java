package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;

/**
 * The two segments of a connection between processes, as {@link ConnectionLayout} divides them.
 *
 * @param layout where everything lies
 * @param host written by the host alone
 * @param common written by both
 * @param commonPages gives back pages of the common segment; the host's keeps what it has, for its
 *     seal forbids that as it forbids to write
 */
public record MappedMemory(
    ConnectionLayout layout, MemorySegment host, MemorySegment common, Pages commonPages) {
  SlotTable toService(Sleep sleep) {
    return table(
        0,
        new SharedFlag(host, ConnectionLayout.HOST_HUNGRY),
        new SharedFlag(common, ConnectionLayout.CLIENT_FLAG),
        records(host, layout.hostRecords(0), Pages.KEEP),
        records(common, layout.commonRecords(0), commonPages),
        sleep);
  }

  SlotTable toFilter(Sleep sleep) {
    int base = layout.tableBytes();
    return table(
        base,
        new SharedFlag(common, base + ConnectionLayout.CLIENT_FLAG),
        new SharedFlag(host, ConnectionLayout.HOST_STARVED),
        records(common, layout.commonRecords(1), commonPages),
        records(host, layout.hostRecords(1), Pages.KEEP),
        sleep);
  }

  private Records records(MemorySegment segment, long base, Pages pages) {
    return new Records.Mapped(
        segment, base, layout.slots(), layout.stride(), layout.maxMessageBytes(), pages);
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
