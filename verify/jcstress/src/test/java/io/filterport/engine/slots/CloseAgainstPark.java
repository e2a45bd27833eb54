package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * The end of the connection against a caller without a deadline that goes to sleep. It really
 * parks: a lost wake-up hangs the run.
 */
@JCStressTest
@Outcome(
    id = "DISCONNECTED, SUCCESS 6",
    expect = Expect.ACCEPTABLE,
    desc = "The close reached the caller, asleep or not.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The caller ended otherwise, or the getter ended twice.")
@State
public class CloseAgainstPark {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Probe getter = table.offer();

  @Actor
  public void caller(LL_Result r) {
    r.r1 = table.call(new Looks(this::meetAndPark));
  }

  private long meetAndPark(int look) {
    if (look == Looks.DELIVERED) {
      meeting.meet();
    }
    return Looks.TIME_LEFT;
  }

  @Actor
  public void closer() {
    meeting.meet();
    table.closeBoth();
  }

  @Arbiter
  public void afterwards(LL_Result r) {
    r.r2 = table.end(getter);
  }
}
