package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A reply against its caller, which has marked the word and falls asleep on the bell of shared
 * memory: mark the bell, then look; set the bit, then look for the mark.
 */
@JCStressTest
@Outcome(
    id = "SETTLED 42, ACCEPTED, awake",
    expect = Expect.ACCEPTABLE,
    desc = "The caller saw the bit before it slept.")
@Outcome(
    id = "SETTLED 42, ACCEPTED, woken",
    expect = Expect.ACCEPTABLE,
    desc = "The replier saw the mark and rang.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The reply lay there and its caller slept.")
@State
public class ReplyAgainstSleep {
  private final Meeting meeting = new Meeting();
  private final WatchedSleep sleep = new WatchedSleep(meeting);
  private final RaceTable table = RaceTable.withCallerBell(sleep);

  /** A message finds its getter. */
  public ReplyAgainstSleep() {
    table.offer();
  }

  @Actor
  public void caller(LLL_Result r) {
    r.r1 = table.call(sleep.looks());
  }

  @Actor
  public void replier(LLL_Result r) {
    meeting.meet();
    r.r2 = table.reply();
    meeting.end();
  }

  @Arbiter
  public void afterwards(LLL_Result r) {
    r.r3 = table.unlessBreached(sleep.slept());
  }
}
