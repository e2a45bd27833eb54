package io.filterport.engine.slots;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Two messages of one sender come while a worker looks, whom an old bit has led to the second one's
 * slot: what it finds there is no older than what came to the first one's (KSM-21).
 */
@JCStressTest
@Outcome(
    id = "\\[first, second\\]",
    expect = Expect.ACCEPTABLE,
    desc = "The gets completed in the order of the messages.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The second overtook the first, or one is missing.")
@State
public class NoticesAgainstStaleBit {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Queue<String> completed = new ConcurrentLinkedQueue<>();

  /** Nothing has come yet. */
  public NoticesAgainstStaleBit() {
    table.callee.offer(new Named("first", completed));
    Named second = new Named("second", completed);
    table.callee.offer(second);
    table.announceNothing(second.slot);
    table.stopListening();
  }

  @Actor
  public void sender() {
    meeting.meet();
    send();
    send();
  }

  private void send() {
    String ignored = table.send(new Looks(look -> Looks.TIME_LEFT));
  }

  @Actor
  public void worker() {
    meeting.meet();
    boolean ignored = table.callee.service();
  }

  @Arbiter
  public void afterwards(L_Result r) {
    boolean ignored = table.callee.service();
    r.r1 = completed.toString();
  }
}
