package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A worker asks whether there is news while another one takes a message out: until that one has it,
 * there is (INV-07).
 */
@JCStressTest
@Outcome(id = "news", expect = Expect.ACCEPTABLE, desc = "The message is not taken yet.")
@Outcome(id = "taken", expect = Expect.ACCEPTABLE, desc = "The message is taken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Nobody has the message, and nobody knows of it.")
@State
public class LookAgainstNews {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final int before;

  /** The message is there, and nobody has noticed it. */
  public LookAgainstNews() {
    table.offer();
    table.stopListening();
    String ignored = table.send(new Looks(look -> Looks.TIME_LEFT));
    before = table.callee.progress();
  }

  @Actor
  public void taker() {
    meeting.meet();
    boolean ignored = table.callee.service();
  }

  @Actor
  public void asker(L_Result r) {
    meeting.meet();
    if (table.callee.hasNews()) {
      r.r1 = "news";
    } else {
      r.r1 = table.callee.progress() == before ? "lost" : "taken";
    }
  }
}
