package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * The callee's close against a one-way message that has been claimed: transitions 5 and 10.
 * Delivery must be a compare-and-set (SLOTS pitfall 4).
 */
@JCStressTest
@Outcome(
    id = "DELIVERED, SUCCESS 6",
    expect = Expect.ACCEPTABLE,
    desc = "Delivered before the close: the getter has it.")
@Outcome(
    id = "DISCONNECTED, PORT_DISCONNECTED",
    expect = Expect.ACCEPTABLE,
    desc = "Closed first: the sender knows that nobody got it.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "The sender was told of a success that no getter saw, or the reverse.")
@State
public class CloseAgainstOneWay {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable(meeting::meet);
  private final Probe getter = table.offer();

  @Actor
  public void sender(LL_Result r) {
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
