package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Both sides of a connection between processes, in one process and on the heap. */
final class Pair {
  static final ConnectionLayout LAYOUT =
      new ConnectionLayout(64, 4096 - ConnectionLayout.RECORD_HEADER);

  final MappedMemory memory =
      new MappedMemory(LAYOUT, longs(LAYOUT.hostBytes()), longs(LAYOUT.commonBytes()), Pages.KEEP);
  final MonitorSleep sleep = new MonitorSleep();
  final List<String> breaches = new CopyOnWriteArrayList<>();
  final Halves host = Halves.mapped(true, memory, sleep, breaches::add, "host");
  final Halves client = Halves.mapped(false, memory, sleep, breaches::add, "client");

  private static MemorySegment longs(long bytes) {
    return MemorySegment.ofArray(new long[(int) (bytes >>> 3)]);
  }

  void close() {
    host.close();
    client.close();
  }

  /** A futex made of a monitor. */
  static final class MonitorSleep implements Sleep {
    @Override
    public synchronized boolean sleep(
        MemorySegment segment, long offset, int expected, long nanos) {
      long end = System.nanoTime() + Math.min(nanos, TimeUnit.MINUTES.toNanos(1));
      try {
        while (Shared.getInt(segment, offset) == expected && end - System.nanoTime() > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return end - System.nanoTime() > 0;
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
}
