package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * An offer against a sender that finds none and becomes hungry: who announces first and looks then
 * cannot miss the other.
 */
@JCStressTest
@Outcome(
    id = "DELIVERED, awake, SUCCESS 6",
    expect = Expect.ACCEPTABLE,
    desc = "The sender found the offer by one of its looks.")
@Outcome(
    id = "DELIVERED, slept, SUCCESS 6",
    expect = Expect.ACCEPTABLE,
    desc = "The sender slept, and the offer was claimed for it.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "Nobody noticed: an offer and a sender waited side by side.")
@State
public class OfferAgainstHungry {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Probe getter = new Probe(RaceTable.ROOMY);

  @Actor
  public void sender(LLL_Result r) {
    r.r2 = "awake";
    r.r1 = table.send(new Looks(look -> meetAndSleep(look, r)));
  }

  private long meetAndSleep(int look, LLL_Result r) {
    if (look == Looks.BEFORE_LINE) {
      meeting.meet();
    } else if (look == Looks.ASLEEP) {
      r.r2 = "slept";
      meeting.awaitEnd();
    }
    return look < Looks.ASLEEP ? Looks.TIME_LEFT : Looks.OVER;
  }

  @Actor
  public void getter() {
    meeting.meet();
    table.callee.offer(getter);
    meeting.end();
  }

  @Arbiter
  public void afterwards(LLL_Result r) {
    r.r3 = table.end(getter);
  }
}
