package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** A one-way message against the cancel of the only getter: transitions 2 and 3 on one word. */
@JCStressTest
@Outcome(
    id = "DELIVERED, not found, SUCCESS 6",
    expect = Expect.ACCEPTABLE,
    desc = "The message was first: there was nothing to cancel.")
@Outcome(
    id = "NOT_DELIVERED, cancelled, CANCELLED",
    expect = Expect.ACCEPTABLE,
    desc = "The cancel was first: the poll found no getter.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "A cancelled getter got a message, or a getter ended twice or never.")
@State
public class ClaimAgainstCancel {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Probe getter = table.offer();

  @Actor
  public void sender(LLL_Result r) {
    meeting.meet();
    r.r1 = table.send(Deadline.NOW);
  }

  @Actor
  public void canceller(LLL_Result r) {
    meeting.meet();
    r.r2 = table.callee.cancel(getter) ? "cancelled" : "not found";
  }

  @Arbiter
  public void afterwards(LLL_Result r) {
    r.r3 = table.end(getter);
  }
}
