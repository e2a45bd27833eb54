package io.filterport.engine.slots;

import io.filterport.Timeout;
import io.filterport.WaitPolicy;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The half of a table that calls: claims an offered slot, writes a message into it, waits for the
 * reply. Safe for use by any thread.
 */
public final class CallerHalf implements BellListener {
  /*
   * Why. A message must exist in shared memory only from the moment somebody's buffer is there for
   * it: then nothing is buffered, nothing has to be taken back, and a sender that gives up before
   * delivery touches nothing shared. So the callee offers buffers, and delivery is our act.
   *
   * Protocol. A sender reads the offers (bits announce them, the word of the slot is the truth),
   * claims one that fits by compare-and-set, writes the message, and delivers by compare-and-set, for
   * the callee may have closed in between. Then it marks the word PARKED, so that the replier
   * announces the reply, and sleeps. Reply and expiry race for the same word: whoever changes it
   * first has decided, and both ends know.
   *
   * No offer. A sender without an offer stands in line, in private memory, and the half sets `hungry`
   * and then looks once more: an offer made before the look is found by it, one made later sees the
   * flag and rings. The same order - announce, then look - holds for every flag and bell here; it is
   * what makes lost wake-ups impossible, and it needs sequential consistency on both sides.
   *
   * Order. Oldest offer first, arrival order of senders. A newcomer overtakes the line only if it fits
   * where nobody in line does. A message that fits nowhere fails the oldest offer with TOO_SMALL, once
   * an attempt, where an attempt is the arrival of a message or of an offer. An offer may be withdrawn
   * between the look and the claim, and a newer one made just before that; so a message that arrives
   * and meets such an offer looks again, or a poll would miss both.
   *
   * Trust. `twins` is what the slot is to us; the shared word is only a request. Rights are given away
   * after the twin has changed, and the twin changes after rights were gained: twin NOT_MINE first,
   * then the word that gives the slot back. A word that the twin does not allow is a breach and ends
   * the connection; nothing shared is read twice, and a length is checked before it is used.
   *
   * Memory. What a delivery needs is reserved before the claim: without it the offer stays where it is,
   * the first of its size, and the sender is told (KSM-24).
   *
   * Failure. `close` wakes everybody; each sender settles its own slot: it expires the word, unless a
   * reply was there first, and a reply that was settled is never dropped. If the callee dies, its
   * words stay as they are, and expiring them is all there is to do.
   *
   * Counting. A round trip costs less than a few contended additions, so nothing is counted in a place
   * of its own: what the lock guards anyway is counted there, a reply in the twin that belongs to its
   * reader, and the clock is read for one message in 64 and for whoever is going to sleep.
   *
   * Where. Matching has the offers, the line, `hungry` and `closed`, and the lock; all that this half
   * does under it stands there. Call is what a sender's thread does, with a slot that was claimed for it
   * and without one. Twins has the twins. This class lets threads in and out, and listens to the bell.
   */

  private final SlotTable table;
  private final Breach breach;
  private final Rundown memory;
  private final Twins twins;
  private final Matching matching;
  private final Watch watch;
  private final SpinSite offerSite;
  private final SpinSite replySite;
  private final Spares<Call> spares = new Spares<>();
  private final LastSettled lastSettled = new LastSettled();
  private final Latencies latencies = new Latencies();

  CallerHalf(
      SlotTable table,
      Breach breach,
      Rundown memory,
      WaitPolicy waitPolicy,
      boolean newestOfferFirst,
      String name) {
    this.table = table;
    this.breach = breach;
    this.memory = memory;
    this.twins = new Twins(table.slots);
    this.matching = new Matching(table, twins, breach, newestOfferFirst);
    this.offerSite = new SpinSite(waitPolicy);
    this.replySite = new SpinSite(waitPolicy);
    this.watch =
        new Watch(
            table.callerBell,
            Watch.Seats.ONE,
            this,
            breach,
            memory,
            new SpinSite(WaitPolicy.NEVER_SPIN),
            name);
  }

  /** What travels beside a message, by another way than the slot. */
  @FunctionalInterface
  public interface Cargo {
    /**
     * Hands it over, before the message is delivered.
     *
     * @param slot the message's slot
     * @param generation of the slot
     * @return whether it is on its way; whatever it throws costs the connection
     */
    boolean load(int slot, int generation);
  }

  /** {@return the longest payload of a message or a reply} */
  int maxMessageBytes() {
    return table.messages.maxMessageBytes();
  }

  /**
   * {@return how the call ended} Blocks until then.
   *
   * @param message the payload, at most {@link #maxMessageBytes} of them
   * @param replyWanted whether to wait for a reply
   * @param reply where the reply's payload goes; null if it has none
   * @param cargo travels beside the message; null if nothing does
   * @param timeout for delivery and reply together
   * @param clock of the timeout
   * @param interruptible whether an interrupt ends the call; else it is kept for after the call
   */
  public CallOutcome call(
      MemorySegment message,
      boolean replyWanted,
      @Nullable MemorySegment reply,
      @Nullable Cargo cargo,
      Timeout timeout,
      EngineClock clock,
      boolean interruptible) {
    requireAccess(message);
    requireAccess(reply);
    Call call = fresh();
    if (!memory.enter()) {
      return CallOutcome.DISCONNECTED;
    }
    try {
      call.begin(message, replyWanted, reply, cargo, interruptible);
      call.begin(timeout, clock);
      CallOutcome outcome = call.run();
      call.tell(outcome, latencies);
      return outcome;
    } finally {
      memory.exit();
      call.end();
      spares.give(call);
    }
  }

  /** A thread's own call once more, or a new one: its waiter is of this thread. */
  private Call fresh() {
    Call spare = spares.take();
    return spare != null && spare.isOfCurrentThread() ? spare : newCall();
  }

  private Call newCall() {
    return new Call(table, breach, matching, twins, watch, offerSite, replySite, lastSettled);
  }

  /** Once a slot is claimed for it, a message that cannot be read costs the connection. */
  private static void requireAccess(@Nullable MemorySegment memory) {
    if (memory == null) {
      return;
    }
    if (!memory.isAccessibleBy(Thread.currentThread())) {
      throw new WrongThreadException("the buffer is confined to another thread");
    }
    if (!memory.scope().isAlive()) {
      throw new IllegalStateException("the buffer's memory is freed");
    }
  }

  // ---- the caller bell

  @Override
  public boolean service() {
    boolean settled = wakeSettled();
    boolean offered = matching.hasNews() && matching.takeOffers(false);
    return settled || offered;
  }

  @Override
  public int progress() {
    return matching.progress();
  }

  @Override
  public boolean hasNews() {
    return !table.done.isEmpty() || matching.hasNews();
  }

  private boolean wakeSettled() {
    boolean any = false;
    for (int i = 0; i < table.done.words(); i++) {
      for (long bits = table.done.drain(i); bits != 0; bits &= bits - 1) {
        twins.wake(i << 6 | Long.numberOfTrailingZeros(bits));
        any = true;
      }
    }
    return any;
  }

  boolean rouse() {
    return watch.rouse();
  }

  // ---- what it tells

  /** {@return what it did and does} May be called after the memory is gone. */
  public CallerCounters counters() {
    return matching.counters(latencies);
  }

  // ---- the end

  /** Ends every call, now and later, with "disconnected". May be called often, by any thread. */
  public void close() {
    if (!memory.enter()) {
      return;
    }
    try {
      matching.close();
      watch.close();
    } finally {
      memory.exit();
    }
  }
}
