package io.filterport.ipc;

import io.filterport.engine.slots.Sleep;
import io.filterport.linux.Futex;
import java.lang.foreign.MemorySegment;

/** Sleeps on the kernel's futexes. */
enum FutexSleep implements Sleep {
  INSTANCE;

  @Override
  public void sleep(MemorySegment segment, long offset, int expected, long nanos) {
    int ignored = Futex.await(segment, offset, expected, nanos);
  }

  @Override
  public void wake(MemorySegment segment, long offset) {
    int ignored = Futex.wake(segment, offset, 1);
  }
}
