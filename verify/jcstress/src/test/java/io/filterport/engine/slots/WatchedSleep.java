package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;

/**
 * A futex that nobody sleeps on for ever: it waits for the value to change, and notices when it
 * still has not after the last one who could change it has gone.
 */
final class WatchedSleep implements Sleep {
  private final Meeting meeting;
  private volatile String slept = "awake";

  WatchedSleep(Meeting meeting) {
    this.meeting = meeting;
  }

  @Override
  public boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
    Meeting.spinUntil(() -> Shared.getInt(segment, offset) != expected || meeting.isOver());
    slept = Shared.getInt(segment, offset) == expected ? "asleep for ever" : "woken";
    return true;
  }

  @Override
  public void wake(MemorySegment segment, long offset) {}

  @Override
  public void wakeAll(MemorySegment segment, long offset) {}

  /** {@return whether somebody slept, and was woken} */
  String slept() {
    return slept;
  }
}
