package io.filterport.engine.slots;

import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A getter that remembers how it ended. */
final class RecordedGetter extends Getter {
  final List<NtStatus> ends = new CopyOnWriteArrayList<>();

  private final Consumer<CalleeHalf> onArrival;

  RecordedGetter() {
    this(half -> {});
  }

  /** Does this, too, when its slot has news. */
  RecordedGetter(Consumer<CalleeHalf> onArrival) {
    super(CalleeHalf.HEADER + HostilePeer.ROOM);
    this.onArrival = onArrival;
  }

  @Override
  protected void arrived(CalleeHalf half) {
    half.collect(this);
    onArrival.accept(half);
  }

  @Override
  protected boolean take(Delivery message, MemorySegment record) {
    return true; // the words are what is tested
  }

  @Override
  protected void complete(NtStatus status, int bytes) {
    ends.add(status);
  }
}
