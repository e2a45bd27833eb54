package io.filterport.engine.slots;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who gets which offer, on a caller half: the known offers, the line of senders without one, and
 * the lock that guards both. How and why is told in {@link CallerHalf}. Safe for use by any thread
 * that is inside the memory. The lock is held in no other class; bells are rung and breaches
 * reported without it.
 */
final class Matching {
  /** How often one who looks for offers looks again, while some come or are withdrawn under way. */
  private static final int LOOKS = 64;

  /** Most connections have few senders. */
  private static final int FEW = 1;

  private final SlotTable table;
  private final Twins twins;
  private final Breach breach;

  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final Offers offers;
  private final ArrayDeque<Call> line = new ArrayDeque<>(FEW);
  private long lastId;
  private long attempts;
  private long delivered;
  private long told;
  private boolean arrivalsToRing;
  private boolean withdrawn;
  private @Nullable String breached;

  // written under lock
  private volatile boolean hungry;
  private volatile boolean closed;

  /** Claims and offers that were too small. Written under lock. */
  private volatile int progress;

  Matching(SlotTable table, Twins twins, Breach breach, boolean newestOfferFirst) {
    this.table = table;
    this.twins = twins;
    this.breach = breach;
    this.offers = new Offers(table.slots, newestOfferFirst);
  }

  // ---- what any thread may ask, without the lock

  boolean isClosed() {
    return closed;
  }

  int progress() {
    return progress;
  }

  /** {@return whether there are offers that somebody in line wants to hear of} */
  boolean hasNews() {
    return hungry && !table.offered.isEmpty();
  }

  // ---- what a call asks for

  /**
   * Gives an offer to a call that arrives, or a place in line.
   *
   * @return why it is over; null if it is claimed for, or stands in line
   */
  @Nullable CallOutcome enter(Call call) {
    lock.lock();
    try {
      if (closed) {
        return CallOutcome.DISCONNECTED;
      }
      if (Latencies.isDue(attempts++)) {
        call.measure();
      }
      boolean attempted = place(call);
      for (int i = 1; i < LOOKS && !attempted; i++) {
        attempted = place(call);
      }
      return call.isClaimedFor() ? null : queue(call);
    } finally {
      unlockAndTell();
    }
  }

  /**
   * {@return false if an offer was withdrawn under way} Then look again: it may have been withdrawn
   * after a newer one was made, and a poll must not miss both (KSM-39).
   */
  private boolean place(Call call) {
    withdrawn = false;
    boolean ignored = pull();
    serveThoseThatFit();
    return claimFitting(call) || (!withdrawn && failOldest(call.length()));
  }

  private @Nullable CallOutcome queue(Call call) {
    if (call.isLate()) {
      return CallOutcome.NOT_DELIVERED;
    }
    line.add(call);
    return null;
  }

  /**
   * Whoever claims for a call takes it out of the line, so being in it is the truth.
   *
   * @return why, which it is given; null if the call was claimed for meanwhile
   */
  @Nullable CallOutcome leaveLine(Call call, CallOutcome why) {
    lock.lock();
    try {
      if (!line.remove(call)) {
        return null;
      }
      if (!closed) {
        serveLine();
      }
      return why;
    } finally {
      unlockAndTell();
    }
  }

  /**
   * Takes in new offers, for those in line.
   *
   * @param sayHungry that somebody in line is going to sleep: offers after this ring
   * @return whether there were bits of offers, be they stale
   */
  boolean takeOffers(boolean sayHungry) {
    lock.lock();
    try {
      if (sayHungry && !line.isEmpty()) {
        tellHungry();
      }
      return !closed && pull();
    } finally {
      unlockAndTell();
    }
  }

  /**
   * A call that had left its slot found a reply there.
   *
   * @return false if a callee that offered the slot before made it another's
   */
  boolean stay(int slot) {
    lock.lock();
    try {
      if (twins.isInUse(slot)) {
        breached = SlotWord.foreign("a slot that was left", table.word(slot));
        return false;
      }
      offers.remove(slot);
      twins.stay(slot);
      return true;
    } finally {
      unlockAndTell();
    }
  }

  /** A call that was claimed for could not be delivered. */
  void countUndelivered(boolean replyWanted) {
    lock.lock();
    try {
      delivered--;
      told -= replyWanted ? 0 : 1;
    } finally {
      lock.unlock();
    }
  }

  /** Bells are rung and breaches reported without the lock. */
  private void unlockAndTell() {
    boolean ring = arrivalsToRing;
    String reason = breached;
    arrivalsToRing = false;
    breached = null;
    lock.unlock();
    if (ring) {
      table.arrivalBell.ring();
    }
    if (reason != null) {
      breach.report(reason);
    }
  }

  // ---- under the lock: new offers

  /**
   * Takes in new offers, each of them an attempt to serve the head of the line. A bit may be older
   * than the offer that it leads to, and the bits of older offers behind it: so one look more after
   * each that found some, else a message might pass an older getter by (KSM-21).
   *
   * @return whether there were bits
   */
  private boolean pull() {
    boolean any = !table.offered.isEmpty();
    int listed = listAll();
    int more = listed;
    for (int i = 1; i < LOOKS && more > 0; i++) {
      more = listAll();
      listed += more;
    }
    for (int i = 0; i < listed && !line.isEmpty(); i++) {
      attempt();
    }
    return any;
  }

  /** {@return how many new offers the bits led to} */
  private int listAll() {
    int listed = 0;
    for (int i = 0; i < table.offered.words(); i++) {
      listed += list(i, table.offered.drain(i));
    }
    return listed;
  }

  /** {@return how many offers there are} After an error the rest is for who looks next. */
  private int list(int index, long drained) {
    int listed = 0;
    long bits = drained;
    try {
      for (; bits != 0; bits &= bits - 1) {
        listed += list(index << 6 | Long.numberOfTrailingZeros(bits));
      }
    } finally {
      table.offered.undrain(index, bits);
    }
    return listed;
  }

  /** {@return 1 if the slot holds an offer that is new here; a bit may be stale, or come late} */
  private int list(int slot) {
    long word = table.word(slot);
    if (SlotWord.phase(word) != SlotWord.OFFERED) {
      offers.remove(slot);
      return 0;
    }
    if (twins.isInUse(slot)) {
      breached = SlotWord.foreign("a slot in use", word);
      return 0;
    }
    if (Integer.compareUnsigned(SlotWord.arg(word), largestOffer()) > 0) {
      breached = SlotWord.foreign("an offer larger than its record", word);
      return 0;
    }
    return offers.add(slot, word, table.ticket(slot)) ? 1 : 0;
  }

  private int largestOffer() {
    return CalleeHalf.HEADER + table.messages.maxMessageBytes();
  }

  // ---- under the lock: the line

  private void attempt() {
    if (!serveLine()) {
      Call head = line.peek();
      if (head != null) {
        failOldestLeft(head.length());
      }
    }
  }

  /** {@return whether somebody left the line, served} */
  private boolean serveLine() {
    boolean served = false;
    for (Call head = line.peek(); head != null && claimFitting(head); head = line.peek()) {
      line.remove();
      served = true;
    }
    tellFed();
    return served;
  }

  private void tellFed() {
    if (line.isEmpty() && hungry) {
      hungry = false;
      table.hungry.set(false);
    }
  }

  /** Before a newcomer looks: it overtakes only those that fit nowhere (KSM-20). */
  private void serveThoseThatFit() {
    if (!line.isEmpty() && !offers.isEmpty()) {
      line.removeIf(this::claimFitting);
      tellFed();
    }
  }

  private void tellHungry() {
    if (!hungry) {
      hungry = true;
      table.hungry.set(true);
    }
  }

  // ---- under the lock: claiming

  /** {@return whether the call has an offer, or has failed for want of memory} */
  private boolean claimFitting(Call call) {
    int slot = offers.fitting(CalleeHalf.HEADER + call.length());
    while (slot != Offers.NONE && !claim(slot, call)) {
      slot = offers.fitting(CalleeHalf.HEADER + call.length());
    }
    return slot != Offers.NONE;
  }

  /** An offer that changed since it was listed was cancelled; a newer one has its own bit. */
  private boolean claim(int slot, Call call) {
    long offer = offers.word(slot);
    int generation = SlotWord.generation(offer);
    if (!reserve(slot, call.length()) && table.word(slot) == offer) {
      call.giveNoMemory();
      return true;
    }
    offers.remove(slot);
    if (!table.casWord(slot, offer, SlotWord.of(SlotWord.CLAIMED, generation, 0))) {
      withdrawn = true;
      return false;
    }
    twins.claim(slot);
    moved();
    delivered++;
    told += call.replyWanted() ? 0 : 1;
    long id = call.replyWanted() ? ++lastId : 0;
    call.give(slot, generation, id);
    return true;
  }

  /** Nobody reads the record of a listed offer, even if the callee has withdrawn it since. */
  private boolean reserve(int slot, int length) {
    try {
      table.messages.reserve(slot, length);
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  private void moved() {
    int before = progress;
    progress = before + 1;
  }

  private void failOldestLeft(int length) {
    boolean failed = failOldest(length);
    while (!failed) {
      failed = failOldest(length);
    }
  }

  /** {@return false if it was withdrawn meanwhile} With no offer there is nothing to fail. */
  private boolean failOldest(int length) {
    int slot = offers.oldest();
    if (slot == Offers.NONE) {
      return true;
    }
    long offer = offers.word(slot);
    offers.remove(slot);
    int needed = CalleeHalf.HEADER + length;
    long tooSmall = SlotWord.of(SlotWord.TOO_SMALL, SlotWord.generation(offer), needed);
    if (!table.casWord(slot, offer, tooSmall)) {
      return false;
    }
    moved();
    table.arrived.add(slot);
    arrivalsToRing = true;
    return true;
  }

  // ---- what it tells, and the end

  /**
   * {@return what the half did and does} May be called after the memory is gone.
   *
   * @param latencies of its calls
   */
  CallerCounters counters(Latencies latencies) {
    long now = System.nanoTime();
    lock.lock();
    try {
      long inLine = line.stream().mapToLong(call -> call.sleptInLine(now)).max().orElse(0);
      return new CallerCounters(
          delivered,
          told,
          twins.settled(),
          twins.used(),
          table.slots,
          line.size(),
          Math.max(inLine, twins.longestSleep(now)),
          latencies);
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      unlockAndTell();
    }
  }
}
