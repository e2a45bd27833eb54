package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A reply against the caller that consumes it, while a getter waits for a slot: the record must say
 * REPL before the word does (SLOTS pitfall 3).
 */
@JCStressTest
@Outcome(
    id = "SETTLED 42, ACCEPTED, offered",
    expect = Expect.ACCEPTABLE,
    desc = "The getter that waited has the slot.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "The slot was left and the getter that waits for one was not told.")
@State
public class ReplyAgainstConsume {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Probe waiting;

  /** All slots are in use: one for the call, the others for tiny offers. */
  public ReplyAgainstConsume() {
    table.offer();
    table.fillAllBut(1);
    waiting = table.offer();
  }

  @Actor
  public void caller(LLL_Result r) {
    r.r1 = table.call(new Looks(this::meetAndLookTillReplied));
  }

  private long meetAndLookTillReplied(int look) {
    if (look == Looks.DELIVERED) {
      meeting.meet();
    } else if (look == Looks.ASLEEP) {
      meeting.awaitEnd();
    }
    return look < Looks.ASLEEP ? Looks.TIME_LEFT : Looks.OVER;
  }

  @Actor
  public void replier(LLL_Result r) {
    meeting.meet();
    r.r2 = table.reply();
    meeting.end();
  }

  @Arbiter
  public void afterwards(LLL_Result r) {
    r.r3 = table.offered(waiting);
  }
}
