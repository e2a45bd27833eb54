package io.filterport.engine.slots;

import io.filterport.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table on the heap, with both halves, whose records and bells are the test's. */
final class HeapTable {
  final Scarce messages;
  final Scarce replies;
  final Bell.Inline arrivals = new Bell.Inline();
  final Bell.Inline calls = new Bell.Inline();
  final SlotTable table;
  final Rundown callerMemory = new Rundown();
  final List<String> breaches = Collections.synchronizedList(new ArrayList<>());
  final CallerHalf caller;
  final CalleeHalf callee;

  HeapTable(int slots, int longest) {
    MemorySegment control =
        MemorySegment.ofArray(new long[ConnectionLayout.tableBytes(slots) >>> 3]);
    messages = new Scarce(new Records.Heap(slots, longest));
    replies = new Scarce(new Records.Heap(slots, longest));
    table =
        new SlotTable(
            control,
            0,
            slots,
            new SharedFlag(control, ConnectionLayout.CLIENT_FLAG),
            new SharedFlag(control, ConnectionLayout.CLIENT_FLAG + ConnectionLayout.LINE),
            messages,
            replies,
            arrivals,
            calls);
    caller = new CallerHalf(table, breaches::add, callerMemory, WaitPolicy.NEVER_SPIN, false, "");
    callee =
        new CalleeHalf(
            table,
            breaches::add,
            new Rundown(),
            WaitPolicy.NEVER_SPIN,
            CalleeHalf.Role.SERVICE,
            "");
    calls.listen(caller::service);
    arrivals.listen(callee::service);
  }

  /** Records of which there may be none. */
  static final class Scarce implements Records {
    final List<Integer> givenBack = Collections.synchronizedList(new ArrayList<>());
    boolean isEmpty;

    /** Run once, before the next is reserved. */
    Runnable beforeReserve = () -> {};

    private final Records records;

    Scarce(Records records) {
      this.records = records;
    }

    @Override
    public int maxMessageBytes() {
      return records.maxMessageBytes();
    }

    @Override
    public void reserve(int slot, int payload) {
      Runnable first = beforeReserve;
      beforeReserve = () -> {};
      first.run();
      if (isEmpty) {
        throw new OutOfMemoryError("of the test");
      }
      records.reserve(slot, payload);
    }

    @Override
    public MemorySegment at(int slot) {
      return records.at(slot);
    }

    @Override
    public void giveBack(int slot, int payload) {
      givenBack.add(payload);
      records.giveBack(slot, payload);
    }
  }
}
