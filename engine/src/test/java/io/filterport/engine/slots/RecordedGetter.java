package io.filterport.engine.slots;

import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A getter that remembers how it ended. */
final class RecordedGetter extends Getter {
  final List<NtStatus> ends = new CopyOnWriteArrayList<>();

  RecordedGetter() {
    super(CalleeHalf.HEADER + HostilePeer.ROOM);
  }

  @Override
  protected void arrived(CalleeHalf half) {
    half.collect(this);
  }

  @Override
  protected void take(Delivery delivery, MemorySegment payload) {
    // the words are what is tested
  }

  @Override
  protected void complete(NtStatus status, int bytes) {
    ends.add(status);
  }
}
