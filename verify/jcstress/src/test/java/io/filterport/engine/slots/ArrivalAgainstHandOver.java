package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** News embedded, against a thread that looks for it and then goes to work. */
@JCStressTest
@Outcome(id = "served", expect = Expect.ACCEPTABLE, desc = "One of the two did the bookkeeping.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The news lay there, and nobody looked any more.")
@State
public class ArrivalAgainstHandOver {
  private final Meeting meeting = new Meeting();
  private final InlineNews news = new InlineNews();

  @Actor
  public void sender() {
    meeting.meet();
    news.come();
  }

  @Actor
  public void worker() {
    meeting.meet();
    news.watch.unmark();
    news.watch.handOver();
  }

  @Arbiter
  public void afterwards(L_Result r) {
    r.r1 = news.isServed() ? "served" : "forgotten";
  }
}
