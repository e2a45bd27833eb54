package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Two replies to one message: the id leads to the slot once (SLOTS 6, reply). */
@JCStressTest
@Outcome(
    id = "SETTLED 42, ACCEPTED, NO_WAITER",
    expect = Expect.ACCEPTABLE,
    desc = "The first replier was the first.")
@Outcome(
    id = "SETTLED 42, NO_WAITER, ACCEPTED",
    expect = Expect.ACCEPTABLE,
    desc = "The second replier was the first.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "Both replies were taken, or none, or a replier met a slot that is no longer its own.")
@State
public class ReplyAgainstReply {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();

  /** A message finds its getter. */
  public ReplyAgainstReply() {
    table.offer();
  }

  @Actor
  public void callerAndReplier(LLL_Result r) {
    r.r1 = table.call(new Looks(look -> replyAtDelivery(look, r)));
  }

  private long replyAtDelivery(int look, LLL_Result r) {
    if (look == Looks.DELIVERED) {
      meeting.meet();
      r.r2 = table.reply();
      meeting.awaitEnd();
    }
    return Looks.OVER;
  }

  @Actor
  public void replier(LLL_Result r) {
    meeting.meet();
    r.r3 = table.reply();
    meeting.end();
  }

  @Arbiter
  public void afterwards(LLL_Result r) {
    r.r1 = table.unlessBreached((String) r.r1);
  }
}
