package io.filterport.engine;

import io.filterport.engine.slots.Sleep;
import java.lang.foreign.MemorySegment;

/** For connections on which nobody gets as far as to sleep. */
final class NoSleep implements Sleep {
  @Override
  public boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
    throw new AssertionError("there is nobody");
  }

  @Override
  public void wake(MemorySegment segment, long offset) {}

  @Override
  public void wakeAll(MemorySegment segment, long offset) {}
}
