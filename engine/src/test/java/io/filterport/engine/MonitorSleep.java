package io.filterport.engine;

import io.filterport.engine.slots.Sleep;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

/** As the kernel has it, for memory of this JVM alone. */
final class MonitorSleep implements Sleep {
  @Override
  public synchronized boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
    if (segment.get(ValueLayout.JAVA_INT, offset) != expected) {
      return false;
    }
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  @Override
  public synchronized void wake(MemorySegment segment, long offset) {
    notifyAll();
  }

  @Override
  public synchronized void wakeAll(MemorySegment segment, long offset) {
    notifyAll();
  }
}
