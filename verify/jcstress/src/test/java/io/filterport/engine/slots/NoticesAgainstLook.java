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
 * A sender that waits for no answer sends its second message while a worker finds the first one:
 * the gets complete in the order of the messages, though each thread collects one (KSM-21).
 */
@JCStressTest
@Outcome(
    id = "\\[first, second\\]",
    expect = Expect.ACCEPTABLE,
    desc = "The gets completed in the order of the messages.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The second overtook the first, or one is missing.")
@State
public class NoticesAgainstLook {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Queue<String> completed = new ConcurrentLinkedQueue<>();

  /** The first message is there, and nobody has noticed it. */
  public NoticesAgainstLook() {
    table.callee.offer(new Named("first", completed));
    table.callee.offer(new Named("second", completed));
    table.stopListening();
    send();
  }

  private void send() {
    String ignored = table.send(new Looks(look -> Looks.TIME_LEFT));
  }

  @Actor
  public void sender() {
    meeting.meet();
    send();
  }

  @Actor
  public void worker() {
    meeting.meet();
    table.listen();
    boolean ignored = table.callee.service();
  }

  @Arbiter
  public void afterwards(L_Result r) {
    boolean ignored = table.callee.service();
    r.r1 = completed.toString();
  }
}
