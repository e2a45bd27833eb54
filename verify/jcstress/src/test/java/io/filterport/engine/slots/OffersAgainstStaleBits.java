package io.filterport.engine.slots;

import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
 * Two getters are offered while their sender looks, whom an old bit leads to the second one: it
 * does not give that its first message, and the first getter its second (KSM-21).
 */
@JCStressTest
@Outcome(
    id = {"\\[1, 2\\]", "\\[1\\]", "\\[2\\]", "\\[\\]"},
    expect = Expect.ACCEPTABLE,
    desc = "The messages that met a getter arrived in their order.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The second message arrived before the first.")
@State
public class OffersAgainstStaleBits {
  private final Meeting meeting = new Meeting();
  private final RaceTable table = new RaceTable();
  private final Queue<Long> arrived = new ConcurrentLinkedQueue<>();

  /** A getter that tells what came. */
  private final class Told extends Getter {
    private long message;

    Told() {
      super(RaceTable.ROOMY);
    }

    @Override
    protected boolean take(Delivery delivery, MemorySegment record) {
      message = record.get(ValueLayout.JAVA_LONG, 0);
      return true;
    }

    @Override
    protected void complete(NtStatus status, int bytes) {
      arrived.add(message);
    }
  }

  /** Two slots were offered and withdrawn, so that the next offers are made in the same order. */
  public OffersAgainstStaleBits() {
    Probe first = table.offer();
    Probe second = table.offer();
    table.callee.cancel(second);
    table.callee.cancel(first);
    table.stopListening();
  }

  @Actor
  public void sender() {
    meeting.meet();
    String ignored = table.send(1, Deadline.NOW) + table.send(2, Deadline.NOW);
  }

  @Actor
  public void getters() {
    meeting.meet();
    table.callee.offer(new Told());
    table.callee.offer(new Told());
  }

  @Arbiter
  public void afterwards(L_Result r) {
    boolean ignored = table.callee.service();
    r.r1 = arrived.toString();
  }
}
