package io.filterport.engine.slots;

import io.filterport.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Both sides of a connection between processes, in one process and on the heap. */
public final class Pair {
  static final ConnectionLayout LAYOUT = new ConnectionLayout(64, 4096 - ConnectionLayout.SPREAD);

  final MappedMemory memory =
      new MappedMemory(LAYOUT, longs(LAYOUT.hostBytes()), longs(LAYOUT.commonBytes()), Pages.KEEP);
  final Sleep sleep;
  public final List<String> breaches = new CopyOnWriteArrayList<>();
  public final Halves host;
  public final Halves client;

  Pair() {
    this(new MonitorSleep(1), "client");
  }

  /** A pair whose threads may sleep on the bells of others, too, that have the same monitor. */
  public Pair(Sleep sleep, String clientName) {
    this.sleep = sleep;
    host = Halves.mapped(true, memory, sleep, WaitPolicy.ADAPTIVE, breaches::add, "host");
    client = Halves.mapped(false, memory, sleep, WaitPolicy.ADAPTIVE, breaches::add, clientName);
  }

  private static MemorySegment longs(long bytes) {
    return MemorySegment.ofArray(new long[(int) (bytes >>> 3)]);
  }

  public void close() {
    host.close();
    client.close();
  }

  /** A futex made of a monitor. */
  public static class MonitorSleep implements Sleep {
    private final int together;

    /**
     * Makes one.
     *
     * @param together on how many ints a thread can sleep at once
     */
    public MonitorSleep(int together) {
      this.together = together;
    }

    @Override
    public boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
      return sleep(List.of(new Place(segment, offset, expected)), nanos) >= 0;
    }

    @Override
    public int together() {
      return together;
    }

    @Override
    public synchronized int sleep(List<Place> places, long nanos) {
      long end = System.nanoTime() + Math.min(nanos, TimeUnit.MINUTES.toNanos(1));
      int changed = changed(places);
      try {
        while (changed < 0 && end - System.nanoTime() > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
          changed = changed(places);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return changed;
    }

    private static int changed(List<Place> places) {
      for (int i = 0; i < places.size(); i++) {
        Place place = places.get(i);
        if (Shared.getInt(place.segment(), place.offset()) != place.expected()) {
          return i;
        }
      }
      return -1;
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
