package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A reply against a caller that goes to sleep: the mark and the settlement are changes of one word,
 * so one of them sees the other.
 */
@JCStressTest
@Outcome(
    id = "SETTLED 42, ACCEPTED, awake",
    expect = Expect.ACCEPTABLE,
    desc = "The caller saw the reply before it slept.")
@Outcome(
    id = "SETTLED 42, ACCEPTED, woken",
    expect = Expect.ACCEPTABLE,
    desc = "The replier saw the mark and woke the caller.")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "The caller slept and nobody woke it, or the two ends disagree.")
@State
public class ReplyAgainstPark {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private boolean slept;

  /** A message finds its getter. */
  public ReplyAgainstPark() {
    table.offer();
  }

  @Actor
  public void caller(LLL_Result r) {
    r.r1 = table.call(new Looks(this::meetAndSleep));
  }

  private long meetAndSleep(int look) {
    if (look == Looks.DELIVERED) {
      meeting.meet();
    } else if (look == Looks.ASLEEP) {
      slept = true;
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
    r.r3 = table.unlessBreached(slept ? wokenOrNot() : "awake");
  }

  private String wokenOrNot() {
    return table.callerWasWoken() ? "woken" : "asleep for ever";
  }
}
