package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A leader that leaves the bell against a getter's thread that begins to wait, or parks: somebody
 * must lead when the next message comes. A lost hand-over hangs the run.
 */
@JCStressTest
@Outcome(
    id = "DELIVERED, SUCCESS 6, awake",
    expect = Expect.ACCEPTABLE,
    desc = "The second thread led, and saw the bit before it slept.")
@Outcome(
    id = "DELIVERED, SUCCESS 6, woken",
    expect = Expect.ACCEPTABLE,
    desc = "The second thread led, and the bell woke it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The message lay there and its getter slept.")
@State
public class HandOverAgainstWait {
  private final Meeting meeting = new Meeting();
  private final WatchedSleep sleep = new WatchedSleep(meeting);
  private final RaceTable table = new RaceTable(new FirstSleepIsShort());
  private final Probe getter = table.offer();
  private int looks;

  /** Only the first actor can be the first to sleep, for the second one meets it there. */
  private final class FirstSleepIsShort implements Sleep {
    private boolean slept;

    @Override
    public boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
      if (slept) {
        return sleep.sleep(segment, offset, expected, nanos);
      }
      slept = true;
      meeting.meet();
      return false;
    }

    @Override
    public void wake(MemorySegment segment, long offset) {}

    @Override
    public void wakeAll(MemorySegment segment, long offset) {}
  }

  @Actor
  public void leaderThenSender(LLL_Result r) {
    table.callee.await(new Waiter(), () -> looks++ > 0, Deadline.NEVER);
    r.r1 = table.send(Deadline.NOW);
    meeting.end();
  }

  @Actor
  public void getter() {
    meeting.meet();
    table.callee.await(new Waiter(), getter::hasEnded, Deadline.NEVER);
  }

  @Arbiter
  public void afterwards(LLL_Result r) {
    r.r2 = table.end(getter);
    r.r3 = sleep.slept();
  }
}
