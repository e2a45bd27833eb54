package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * The collecting of a message against its sender's expiry, while another getter waits for a slot:
 * an expiry before the record says GOT wakes nobody, so the collector must look again (SLOTS
 * pitfall 3).
 */
@JCStressTest
@Outcome(
    id = "NO_REPLY, SUCCESS 6, offered",
    expect = Expect.ACCEPTABLE,
    desc = "The message was collected, its slot is the next getter's.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "The slot was left and the getter that waits for one was not told.")
@State
public class CollectAgainstExpiry {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Probe getter = new Probe(RaceTable.ROOMY);
  private final Probe waiting;

  /** All slots are in use: one for the call, the others for tiny offers. */
  public CollectAgainstExpiry() {
    table.callee.offer(getter);
    table.fillAllBut(1);
    waiting = table.offer();
    table.stopListening();
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
  public void collector() {
    meeting.meet();
    table.listen();
    table.callee.collect(getter);
  }

  @Arbiter
  public void afterwards(LLL_Result r) {
    r.r2 = table.end(getter);
    r.r3 = table.offered(waiting);
  }
}
