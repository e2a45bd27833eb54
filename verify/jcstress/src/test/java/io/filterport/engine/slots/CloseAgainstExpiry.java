package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * The end of the connection against the expiry of a call that nobody answers: transition 8 and both
 * sweeps.
 */
@JCStressTest
@Outcome(
    id = "NO_REPLY, NO_WAITER, SUCCESS 6",
    expect = Expect.ACCEPTABLE,
    desc = "The time was over first.")
@Outcome(
    id = "DISCONNECTED, NO_WAITER, SUCCESS 6",
    expect = Expect.ACCEPTABLE,
    desc = "The caller half had closed first.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A late reply was accepted, or the getter ended twice.")
@State
public class CloseAgainstExpiry {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Probe getter = table.offer();

  @Actor
  public void caller(LLL_Result r) {
    r.r1 = table.call(new Looks(this::meetAndParkAndGiveUp));
  }

  private long meetAndParkAndGiveUp(int look) {
    if (look == Looks.DELIVERED) {
      meeting.meet();
      return Looks.TIME_LEFT;
    }
    return Looks.OVER;
  }

  @Actor
  public void closer() {
    meeting.meet();
    table.closeBoth();
  }

  @Arbiter
  public void afterwards(LLL_Result r) {
    r.r2 = table.reply();
    r.r3 = table.end(getter);
  }
}
