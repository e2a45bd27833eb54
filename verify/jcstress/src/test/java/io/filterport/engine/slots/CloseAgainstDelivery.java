package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * The callee's close against the delivery of a message that wants a reply: transitions 5, 8 and 10.
 */
@JCStressTest
@Outcome(
    id = "NO_REPLY, SUCCESS 6",
    expect = Expect.ACCEPTABLE,
    desc = "Delivered before the close: the message is collected, nobody replies (GET-28).")
@Outcome(
    id = "DISCONNECTED, PORT_DISCONNECTED",
    expect = Expect.ACCEPTABLE,
    desc = "Closed first: nobody saw the message.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "The ends disagree on the message, or the getter ended twice or never.")
@State
public class CloseAgainstDelivery {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable(meeting::meet);
  private final Probe getter = table.offer();

  @Actor
  public void caller(LL_Result r) {
    r.r1 = table.call(Deadline.NOW);
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
