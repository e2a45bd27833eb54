package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The callee's close against a one-way message that looks for a getter: transitions 3 and 10. */
@JCStressTest
@Outcome(
    id = "DELIVERED, SUCCESS 6",
    expect = Expect.ACCEPTABLE,
    desc = "Delivered before the close.")
@Outcome(
    id = "DISCONNECTED, PORT_DISCONNECTED",
    expect = Expect.ACCEPTABLE,
    desc = "Closed between claim and delivery.")
@Outcome(
    id = "NOT_DELIVERED, PORT_DISCONNECTED",
    expect = Expect.ACCEPTABLE,
    desc = "Closed before the claim.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "The ends disagree on the message, or the getter ended twice or never.")
@State
public class CloseAgainstClaim {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Probe getter = table.offer();

  @Actor
  public void sender(LL_Result r) {
    meeting.meet();
    r.r1 = table.send(Deadline.NOW);
  }

  @Actor
  public void closer() {
    meeting.meet();
    table.callee.close();
  }

  @Arbiter
  public void afterwards(LL_Result r) {
    r.r2 = table.end(getter);
  }
}
