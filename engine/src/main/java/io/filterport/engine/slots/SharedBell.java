package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/**
 * A bell in shared memory: {@code sequence << 1 | asleep}. It is rung only if somebody sleeps, and
 * the ringer clears the mark: one system call per sleep at most, and no timed look.
 */
final class SharedBell implements Bell {
  private final MemorySegment segment;
  private final long offset;
  private final Sleep sleep;

  SharedBell(MemorySegment segment, long offset, Sleep sleep) {
    this.segment = segment;
    this.offset = offset;
    this.sleep = sleep;
  }

  @Override
  public void ring() {
    int seen = Shared.getInt(segment, offset);
    if ((seen & 1) != 0 && Shared.casInt(segment, offset, seen, seen + 1)) {
      sleep.wake(segment, offset);
    }
  }

  @Override
  public void rouse() {
    int seen = Shared.getInt(segment, offset);
    Shared.setInt(segment, offset, (seen | 1) + 1);
    sleep.wakeAll(segment, offset);
  }

  @Override
  public boolean sleepable() {
    return true;
  }

  @Override
  public boolean sleep(BooleanSupplier news, long nanos) {
    int awake = Shared.getInt(segment, offset) & ~1;
    int asleep = awake | 1;
    if (!Shared.casInt(segment, offset, awake, asleep) && !isLeftMarked(asleep)) {
      return true;
    }
    boolean woken = news.getAsBoolean() || sleep.sleep(segment, offset, asleep, nanos);
    return !Shared.casInt(segment, offset, asleep, awake) || woken;
  }

  /** A mark of an earlier sleep that ended without a ring is as good as a new one. */
  private boolean isLeftMarked(int asleep) {
    return Shared.getInt(segment, offset) == asleep;
  }
}
