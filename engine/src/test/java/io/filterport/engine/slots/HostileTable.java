package io.filterport.engine.slots;

import io.filterport.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A table whose peer is the test: it acts at the moments when the half under test is inside. */
final class HostileTable {
  static final int CAPACITY = 4096 - ConnectionLayout.SPREAD;

  private static final ConnectionLayout LAYOUT = new ConnectionLayout(64, CAPACITY);

  final List<String> breaches = new ArrayList<>();
  final MemorySegment control = MemorySegment.ofArray(new long[LAYOUT.tableBytes() >>> 3]);
  final Hooked messages = new Hooked();
  final Hooked replies = new Hooked();
  final SlotTable table =
      new SlotTable(
          control,
          0,
          64,
          new SharedFlag(control, ConnectionLayout.CLIENT_FLAG),
          new SharedFlag(control, ConnectionLayout.CLIENT_FLAG + ConnectionLayout.LINE),
          messages,
          replies,
          new Bell.Inline(),
          new Bell.Inline());

  /** Two records are enough: the tests use slot 0, and whatever comes after it. */
  static final class Hooked implements Records {
    private final MemorySegment[] records = new MemorySegment[64];
    Runnable whenTouched = () -> {};

    @Override
    public int maxMessageBytes() {
      return CAPACITY;
    }

    @Override
    public void reserve(int slot, int payload) {
      // they have their full size
    }

    @Override
    public MemorySegment at(int slot) {
      whenTouched.run();
      if (records[slot] == null) {
        records[slot] = MemorySegment.ofArray(new long[LAYOUT.stride() >>> 3]);
      }
      return records[slot];
    }

    @Override
    public void giveBack(int slot, int payload) {}
  }

  CallerHalf caller() {
    return new CallerHalf(
        table, breaches::add, new Rundown(), WaitPolicy.NEVER_SPIN, false, "caller");
  }

  CalleeHalf callee() {
    return callee(CalleeHalf.Role.FILTER);
  }

  CalleeHalf callee(CalleeHalf.Role role) {
    return new CalleeHalf(
        table, breaches::add, new Rundown(), WaitPolicy.NEVER_SPIN, role, "callee");
  }

  void write(long word) {
    table.setWord(0, word);
  }

  void offer(long word) {
    write(word);
    table.offered.add(0);
  }

  boolean isBreached() {
    return !breaches.isEmpty();
  }
}
