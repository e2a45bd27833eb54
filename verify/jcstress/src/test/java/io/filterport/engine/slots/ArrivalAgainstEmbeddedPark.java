package io.filterport.engine.slots;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * News embedded, against a thread that spins, marks the bell and parks: unmark and look, mark and
 * look; set the news, then look for the mark.
 */
@JCStressTest
@Outcome(id = "served", expect = Expect.ACCEPTABLE, desc = "One of the two did the bookkeeping.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The news lay there, or its thread slept over it.")
@State
public class ArrivalAgainstEmbeddedPark {
  /** Nobody sleeps that long unless the wake was lost. */
  private static final long LOST_NANOS = 2_000_000_000;

  private final Meeting meeting = new Meeting();
  private final InlineNews news = new InlineNews();

  @Actor
  public void sender() {
    meeting.meet();
    news.come();
  }

  @Actor
  public void waiter(L_Result r) {
    Waiter me = news.waiter();
    long begin = System.nanoTime();
    Deadline lost = () -> LOST_NANOS - (System.nanoTime() - begin);
    meeting.meet();
    news.watch.await(me, news::isServed, lost);
    r.r1 = news.isServed() && lost.remainingNanos() > 0 ? "served" : "slept";
  }
}
