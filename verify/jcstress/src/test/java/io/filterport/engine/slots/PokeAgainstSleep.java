package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A private event against the thread that leads on the bell of shared memory: it must ring, for the
 * leader does not park (SLOTS pitfall 1).
 */
@JCStressTest
@Outcome(
    id = "awake",
    expect = Expect.ACCEPTABLE,
    desc = "The leader saw the event before it slept.")
@Outcome(id = "woken", expect = Expect.ACCEPTABLE, desc = "The bell woke the leader.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The leader slept through the event.")
@State
public class PokeAgainstSleep {
  private final Meeting meeting = new Meeting();
  private final WatchedSleep sleep = new WatchedSleep(meeting);
  private final RaceTable table = new RaceTable(sleep);
  private volatile Waiter leader = new Waiter();
  private volatile boolean done;

  @Actor
  public void leader() {
    meeting.meet();
    table.callee.await(leader, () -> done, Deadline.NEVER);
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
