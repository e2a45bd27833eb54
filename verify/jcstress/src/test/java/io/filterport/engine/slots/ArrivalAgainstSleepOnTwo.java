package io.filterport.engine.slots;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A message against a worker's thread that falls asleep on the bells of two connections: mark all,
 * then look at all; set the bit, then look for the mark.
 */
@JCStressTest
@Outcome(
    id = "DELIVERED, SUCCESS 6, awake",
    expect = Expect.ACCEPTABLE,
    desc = "The worker saw the bit before it slept.")
@Outcome(
    id = "DELIVERED, SUCCESS 6, woken",
    expect = Expect.ACCEPTABLE,
    desc = "The sender saw the mark and rang.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The message lay there and the worker slept.")
@State
public class ArrivalAgainstSleepOnTwo {
  private final Meeting meeting = new Meeting();
  private final WatchedSleep sleep = new WatchedSleep(meeting);
  private final RaceTable first = new RaceTable(sleep);
  private final RaceTable second = new RaceTable(sleep);
  private final Probe getter = second.offer();

  @Actor
  public void sender(LLL_Result r) {
    meeting.meet();
    r.r1 = second.send(Deadline.NOW);
    meeting.end();
  }

  @Actor
  public void worker() {
    meeting.meet();
    CalleeHalf.await(
        List.of(first.callee, second.callee), new Waiter(), getter::hasEnded, Deadline.NEVER);
  }

  @Arbiter
  public void afterwards(LLL_Result r) {
    r.r2 = second.end(getter);
    r.r3 = sleep.slept();
  }
}
