package io.filterport.engine.slots;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A getter that remembers what happened to it. */
final class RecordingGetter extends Getter {
  final List<NtStatus> ends = new CopyOnWriteArrayList<>();
  volatile Delivery delivery;
  volatile byte[] payload = {};
  volatile Waiter waiter;
  private final boolean inPlace;

  RecordingGetter(int capacity) {
    this(capacity, false);
  }

  RecordingGetter(int capacity, boolean inPlace) {
    super(capacity);
    this.inPlace = inPlace;
  }

  @Override
  protected boolean readsInPlace() {
    return inPlace;
  }

  @Override
  protected boolean take(Delivery taken, MemorySegment record) {
    delivery = taken;
    payload = Buffers.bytes(record.asSlice(0, taken.length()));
    return true;
  }

  @Override
  protected void complete(NtStatus status, int bytes) {
    ends.add(status);
    Waiter waiting = waiter;
    if (waiting != null) {
      waiting.wake();
    }
  }
}
