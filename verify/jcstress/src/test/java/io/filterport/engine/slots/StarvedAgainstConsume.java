package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A getter that finds no slot and becomes starved against a caller that consumes its reply:
 * transition 9.
 */
@JCStressTest
@Outcome(
    id = "SETTLED 42, offered",
    expect = Expect.ACCEPTABLE,
    desc = "The getter found the slot, or the caller told it.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "The slot was left and the getter that waits for one was not told.")
@State
public class StarvedAgainstConsume {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Probe late = new Probe(RaceTable.ROOMY);

  /** All slots are in use: one for the call, the others for tiny offers. */
  public StarvedAgainstConsume() {
    table.offer();
    table.fillAllBut(1);
  }

  @Actor
  public void caller(LL_Result r) {
    r.r1 = table.call(new Looks(this::replyAndMeet));
  }

  private long replyAndMeet(int look) {
    if (look == Looks.DELIVERED) {
      String ignored = table.reply();
      meeting.meet();
      return Looks.TIME_LEFT;
    }
    return Looks.OVER;
  }

  @Actor
  public void getter() {
    meeting.meet();
    table.callee.offer(late);
  }

  @Arbiter
  public void afterwards(LL_Result r) {
    r.r2 = table.offered(late);
  }
}
