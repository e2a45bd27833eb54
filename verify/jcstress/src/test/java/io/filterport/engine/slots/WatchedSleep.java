package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;
import java.util.List;

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
    return sleep(List.of(new Place(segment, offset, expected)), nanos) == 0;
  }

  @Override
  public int together() {
    return Integer.MAX_VALUE;
  }

  @Override
  public int sleep(List<Place> places, long nanos) {
    Meeting.spinUntil(() -> isWoken(places) || meeting.isOver());
    slept = isWoken(places) ? "woken" : "asleep for ever";
    return 0;
  }

  private static boolean isWoken(List<Place> places) {
    return places.stream()
        .anyMatch(at -> Shared.getInt(at.segment(), at.offset()) != at.expected());
  }

  @Override
  public void wake(MemorySegment segment, long offset) {}

  @Override
  public void wakeAll(MemorySegment segment, long offset) {}

  /** {@return the looks of a call that meets the other side just before it sleeps here} */
  Looks looks() {
    return new Looks(
        look -> {
          if (look == Looks.ASLEEP) {
            meeting.meet();
          }
          return Looks.TIME_LEFT;
        });
  }

  /** {@return whether somebody slept, and was woken} */
  String slept() {
    return slept;
  }
}
