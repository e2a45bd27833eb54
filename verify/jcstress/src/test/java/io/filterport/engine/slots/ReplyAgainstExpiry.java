package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** A reply against the expiry of a call that polls: SLOTS transitions 7 and 8 without PARKED. */
@JCStressTest
@Outcome(
    id = "SETTLED 42, ACCEPTED, slot free",
    expect = Expect.ACCEPTABLE,
    desc = "The reply was first: the caller has its bytes, the replier knows.")
@Outcome(
    id = "NO_REPLY, NO_WAITER, slot free",
    expect = Expect.ACCEPTABLE,
    desc = "The expiry was first: the replier knows that nobody waits.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "The two ends disagree, the bytes are torn, or the slot is lost.")
@State
public class ReplyAgainstExpiry {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();

  /** A message finds its getter. */
  public ReplyAgainstExpiry() {
    table.offer();
  }

  @Actor
  public void caller(LLL_Result r) {
    r.r1 = table.call(new Looks(this::meetAndGiveUp));
  }

  private long meetAndGiveUp(int look) {
    if (look == Looks.DELIVERED) {
      meeting.meet();
    }
    return Looks.OVER;
  }

  @Actor
  public void replier(LLL_Result r) {
    meeting.meet();
    r.r2 = table.reply();
  }

  @Arbiter
  public void afterwards(LLL_Result r) {
    r.r3 = table.slotAfterwards();
  }
}
