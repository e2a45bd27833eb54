package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** An offer, claimed for the sender at the head of the line, against that sender's timeout. */
@JCStressTest
@Outcome(
    id = "DELIVERED, SUCCESS 6, -",
    expect = Expect.ACCEPTABLE,
    desc = "The claim was first: the sender delivers, however late.")
@Outcome(
    id = "NOT_DELIVERED, PENDING, DELIVERED",
    expect = Expect.ACCEPTABLE,
    desc = "The sender had left: the offer is there for the next one.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "A sender left with a slot in hand, or an offer was forgotten.")
@State
public class OfferAgainstDeparture {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Probe getter = new Probe(RaceTable.ROOMY);

  @Actor
  public void sender(LLL_Result r) {
    r.r1 = table.send(new Looks(this::standInLineAndLeave));
  }

  private long standInLineAndLeave(int look) {
    if (look == Looks.BEFORE_LINE) {
      meeting.meet();
      return Looks.TIME_LEFT;
    }
    return Looks.OVER;
  }

  @Actor
  public void getter() {
    meeting.meet();
    table.callee.offer(getter);
  }

  @Arbiter
  public void afterwards(LLL_Result r) {
    r.r2 = table.end(getter);
    r.r3 = getter.hasEnded() ? "-" : table.send(Deadline.NOW);
  }
}
