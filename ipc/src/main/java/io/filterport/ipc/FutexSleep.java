package io.filterport.ipc;

import io.filterport.engine.slots.Sleep;
import io.filterport.linux.Futex;
import io.filterport.linux.FutexSet;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Sleeps on the kernel's futexes. */
enum FutexSleep implements Sleep {
  INSTANCE;

  @Override
  public boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
    return Futex.await(segment, offset, expected, nanos) == 0;
  }

  @Override
  public int together() {
    return FutexSet.isAvailable() ? FutexSet.MOST : 1;
  }

  @Override
  public int sleep(List<Place> places, long nanos) {
    List<FutexSet.Word> words =
        places.stream()
            .map(at -> new FutexSet.Word(at.segment(), at.offset(), at.expected()))
            .toList();
    return FutexSet.await(words, nanos);
  }

  @Override
  public void wake(MemorySegment segment, long offset) {
    int ignored = Futex.wake(segment, offset, 1);
  }

  @Override
  public void wakeAll(MemorySegment segment, long offset) {
    int ignored = Futex.wake(segment, offset, Integer.MAX_VALUE);
  }
}
