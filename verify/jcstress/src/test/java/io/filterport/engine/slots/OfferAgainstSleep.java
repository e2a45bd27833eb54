package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * An offer against a hungry sender that falls asleep on the bell of shared memory: mark the bell,
 * then look; set the bit, then look for the mark.
 */
@JCStressTest
@Outcome(
    id = "DELIVERED, SUCCESS 6, awake",
    expect = Expect.ACCEPTABLE,
    desc = "The sender saw the bit before it slept.")
@Outcome(
    id = "DELIVERED, SUCCESS 6, woken",
    expect = Expect.ACCEPTABLE,
    desc = "The getter's thread saw the mark and rang.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The offer lay there and its sender slept.")
@State
public class OfferAgainstSleep {
  private final Meeting meeting = new Meeting();
  private final WatchedSleep sleep = new WatchedSleep(meeting);
  private final RaceTable table = RaceTable.withCallerBell(sleep);
  private final Probe getter = new Probe(RaceTable.ROOMY);

  @Actor
  public void sender(LLL_Result r) {
    r.r1 = table.send(sleep.looks());
  }

  @Actor
  public void getter() {
    meeting.meet();
    table.callee.offer(getter);
    meeting.end();
  }

  @Arbiter
  public void afterwards(LLL_Result r) {
    r.r2 = table.end(getter);
    r.r3 = sleep.slept();
  }
}
