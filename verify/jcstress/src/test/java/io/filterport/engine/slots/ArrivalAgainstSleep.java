package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A message against a getter's thread that falls asleep on the bell of shared memory: mark, then
 * look; set the bit, then look for the mark.
 */
@JCStressTest
@Outcome(
    id = "DELIVERED, SUCCESS 6, awake",
    expect = Expect.ACCEPTABLE,
    desc = "The getter saw the bit before it slept.")
@Outcome(
    id = "DELIVERED, SUCCESS 6, woken",
    expect = Expect.ACCEPTABLE,
    desc = "The sender saw the mark and rang.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The message lay there and its getter slept.")
@State
public class ArrivalAgainstSleep {
  private final Meeting meeting = new Meeting();
  private final WatchedSleep sleep = new WatchedSleep(meeting);
  private final RaceTable table = new RaceTable(sleep);
  private final Probe getter = table.offer();

  @Actor
  public void sender(LLL_Result r) {
    meeting.meet();
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
