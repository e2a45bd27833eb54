package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * A message against a slot that changes its getter: the older one is cancelled, and the newest is
 * offered in its place. Whoever sees the new word sees the new ticket, so the newest does not pass
 * for the oldest.
 */
@JCStressTest
@Outcome(
    id = "DELIVERED, SUCCESS 6, PENDING, PENDING",
    expect = Expect.ACCEPTABLE,
    desc = "The message was first, and went to the oldest.")
@Outcome(
    id = "DELIVERED, CANCELLED, SUCCESS 6, PENDING",
    expect = Expect.ACCEPTABLE,
    desc = "The cancel was first: the message went to the one that was the oldest then.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "A message overtook the older getter, or went to none or to two.")
@State
public class ClaimAgainstOfferAgain {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Probe oldest = table.offer();
  private final Probe older = table.offer();
  private final Probe newest = new Probe(RaceTable.ROOMY);

  @Actor
  public void sender(LLLL_Result r) {
    meeting.meet();
    r.r1 = table.send(Deadline.NOW);
  }

  @Actor
  public void getter() {
    meeting.meet();
    table.callee.cancel(oldest);
    table.callee.offer(newest);
  }

  @Arbiter
  public void afterwards(LLLL_Result r) {
    r.r2 = table.end(oldest);
    r.r3 = table.end(older);
    r.r4 = table.end(newest);
  }
}
