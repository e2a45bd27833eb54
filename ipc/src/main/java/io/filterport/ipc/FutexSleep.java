package io.filterport.ipc;

import io.filterport.engine.slots.Sleep;
import io.filterport.linux.Futex;
import java.lang.foreign.MemorySegment;

/** Sleeps on the kernel's futexes. */
enum FutexSleep implements Sleep {
  INSTANCE;

  @Override
  public boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
    return Futex.await(segment, offset, expected, nanos) == 0;
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
