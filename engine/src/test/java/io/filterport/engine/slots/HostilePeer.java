package io.filterport.engine.slots;

import io.filterport.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The filter's side of a connection whose other side is a test that writes the memory itself. */
final class HostilePeer {
  static final int ROOM = 4096 - ConnectionLayout.SPREAD;

  final List<String> breaches = new CopyOnWriteArrayList<>();
  final SlotTable toFilter;
  final Halves host;

  HostilePeer(Sleep sleep) {
    ConnectionLayout layout = new ConnectionLayout(64, ROOM);
    MappedMemory memory =
        new MappedMemory(
            layout,
            MemorySegment.ofArray(new long[(int) (layout.hostBytes() >>> 3)]),
            MemorySegment.ofArray(new long[(int) (layout.commonBytes() >>> 3)]),
            Pages.KEEP);
    toFilter = memory.toFilter(sleep);
    host = Halves.mapped(true, memory, sleep, WaitPolicy.ADAPTIVE, breaches::add, "test");
  }
}
