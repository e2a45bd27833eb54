package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** A message that fails the only getter, for it is too small, against that getter's cancel. */
@JCStressTest
@Outcome(
    id = "NOT_DELIVERED, not found, BUFFER_TOO_SMALL, slot free",
    expect = Expect.ACCEPTABLE,
    desc = "The message was first: there was nothing to cancel.")
@Outcome(
    id = "NOT_DELIVERED, cancelled, CANCELLED, slot free",
    expect = Expect.ACCEPTABLE,
    desc = "The cancel was first: the poll found no getter.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "A getter ended twice or never, got what does not fit, or its slot is lost.")
@State
public class TooSmallAgainstCancel {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Probe getter = table.offerTooSmall();

  @Actor
  public void sender(LLLL_Result r) {
    meeting.meet();
    r.r1 = table.send(Deadline.NOW);
  }

  @Actor
  public void canceller(LLLL_Result r) {
    meeting.meet();
    r.r2 = table.callee.cancel(getter) ? "cancelled" : "not found";
  }

  @Arbiter
  public void afterwards(LLLL_Result r) {
    r.r3 = table.end(getter);
    r.r4 = table.slotAfterwards();
  }
}
