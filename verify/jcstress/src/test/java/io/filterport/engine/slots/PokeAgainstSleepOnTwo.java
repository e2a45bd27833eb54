package io.filterport.engine.slots;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A private event against a thread that falls asleep on the bells of two connections: whoever has
 * the event finds one of them to ring, or the thread sees the event before it sleeps.
 */
@JCStressTest
@Outcome(
    id = "awake",
    expect = Expect.ACCEPTABLE,
    desc = "The thread saw the event before it slept.")
@Outcome(id = "woken", expect = Expect.ACCEPTABLE, desc = "A bell woke the thread.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The thread slept through the event.")
@State
public class PokeAgainstSleepOnTwo {
  private final Meeting meeting = new Meeting();
  private final WatchedSleep sleep = new WatchedSleep(meeting);
  private final RaceTable first = new RaceTable(sleep);
  private final RaceTable second = new RaceTable(sleep);
  private volatile Waiter leader = new Waiter();
  private volatile boolean done;

  @Actor
  public void leader() {
    meeting.meet();
    CalleeHalf.await(List.of(first.callee, second.callee), leader, () -> done, Deadline.NEVER);
  }

  @Actor
  public void waker() {
    meeting.meet();
    done = true;
    leader.wake();
    meeting.end();
  }

  @Arbiter
  public void afterwards(L_Result r) {
    r.r1 = sleep.slept();
  }
}
