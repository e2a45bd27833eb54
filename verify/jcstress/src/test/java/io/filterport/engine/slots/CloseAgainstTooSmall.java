package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The callee's close against a message that fails the only getter, for it is too small. */
@JCStressTest
@Outcome(
    id = "NOT_DELIVERED, BUFFER_TOO_SMALL",
    expect = Expect.ACCEPTABLE,
    desc = "The getter learned the size before the close.")
@Outcome(
    id = "NOT_DELIVERED, PORT_DISCONNECTED",
    expect = Expect.ACCEPTABLE,
    desc = "Closed before the message, or before the getter was told of it.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "A message that fits nowhere was delivered, or the getter ended twice or never.")
@State
public class CloseAgainstTooSmall {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Probe getter = table.offerTooSmall();

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
