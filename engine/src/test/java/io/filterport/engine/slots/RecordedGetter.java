package io.filterport.engine.slots;

import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A getter that remembers how it ended. */
final class RecordedGetter extends Getter {
  final List<NtStatus> ends = new CopyOnWriteArrayList<>();

  private final Runnable atEnd;

  RecordedGetter() {
    this(() -> {});
  }

  /** Does this, too, when it ends. */
  RecordedGetter(Runnable atEnd) {
    super(CalleeHalf.HEADER + HostilePeer.ROOM);
    this.atEnd = atEnd;
  }

  @Override
  protected boolean take(Delivery message, MemorySegment record) {
    return true; // the words are what is tested
  }

  @Override
  protected void complete(NtStatus status, int bytes) {
    ends.add(status);
    atEnd.run();
  }
}
