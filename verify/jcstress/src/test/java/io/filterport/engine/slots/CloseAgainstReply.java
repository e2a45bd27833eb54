package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * The end of the connection against a reply to a caller that is PARKED: transition 7 and both
 * sweeps. The caller's thread replies itself.
 */
@JCStressTest
@Outcome(
    id = "DISCONNECTED, NO_WAITER, SUCCESS 6",
    expect = Expect.ACCEPTABLE,
    desc = "Both halves had closed before the reply, and both ends know.")
@Outcome(
    id = "SETTLED 42, ACCEPTED, SUCCESS 6",
    expect = Expect.ACCEPTABLE,
    desc = "The reply was first: no disconnect drops it.")
@Outcome(
    id = "NO_REPLY, NO_WAITER, SUCCESS 6",
    expect = Expect.ACCEPTABLE,
    desc = "The callee had closed, the caller half had not: its time was over.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "A reply was accepted and dropped, or taken from a replier that was told otherwise.")
@State
public class CloseAgainstReply {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Probe getter = table.offer();

  @Actor
  public void callerAndReplier(LLL_Result r) {
    r.r1 = table.call(new Looks(look -> replyWhenParked(look, r)));
  }

  private long replyWhenParked(int look, LLL_Result r) {
    if (look == Looks.DELIVERED) {
      return Looks.TIME_LEFT;
    }
    meeting.meet();
    r.r2 = table.reply();
    return Looks.OVER;
  }

  @Actor
  public void closer() {
    meeting.meet();
    table.closeBoth();
  }

  @Arbiter
  public void afterwards(LLL_Result r) {
    r.r3 = table.end(getter);
  }
}
