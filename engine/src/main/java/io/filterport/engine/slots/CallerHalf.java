package io.filterport.engine.slots;

import io.filterport.Timeout;
import io.filterport.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
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
   */

  /** In the place of a slot: there was no memory for the message. */
  private static final int NO_MEMORY = -2;

  private static final Predicate<Call> SEES_OFFER = Call::seesOffer;
  private static final Predicate<Call> REPLIED_OR_CLOSED = Call::repliedOrClosed;

  /** How often a message that arrives looks for offers, while some are withdrawn under way. */
  private static final int LOOKS = 64;

  /** Most connections have few senders. */
  private static final int FEW = 1;

  private static final int NOT_MINE = 0;
  private static final int CLAIMED = 1;
  private static final int WAITING = 2;

  private final SlotTable table;
  private final Breach breach;
  private final Rundown memory;
  private final Watch watch;
  private final SpinSite offerSite;
  private final SpinSite replySite;
  private final Spares<Call> spares = new Spares<>();
  private final Latencies latencies = new Latencies();

  /** What each slot is to this half, and who waits for its reply; null until it was claimed. */
  private final AtomicReferenceArray<@Nullable SlotState<Waiter>> twins;

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

  /** Racy: each is immutable, and as good as another with the same numbers. */
  private CallOutcome lastSettled = new CallOutcome(CallOutcome.Kind.SETTLED, 0, 0, 0);

  /** Claims and offers that were too small. */
  private volatile int progress;

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
    this.offers = new Offers(table.slots, newestOfferFirst);
    this.twins = new AtomicReferenceArray<>(table.slots);
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
     * @return whether it is on its way
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
    if (!memory.enter()) {
      return CallOutcome.DISCONNECTED;
    }
    Call call = fresh();
    try {
      call.begin(message, replyWanted, reply, cargo, interruptible);
      call.deadline.begin(timeout, clock);
      CallOutcome outcome = call.run();
      call.measure(outcome);
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
    return spare != null && spare.waiter.isCurrentThread() ? spare : new Call();
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

  /** One call after another, from its sender's thread but for what is said. */
  private final class Call {
    private final Waiter waiter = new Waiter();
    private final Timer deadline = new Timer();
    private final BooleanSupplier served = this::isServed;
    private final BooleanSupplier settled = this::isSettled;

    private @Nullable MemorySegment message;
    private @Nullable MemorySegment reply;
    private @Nullable Cargo cargo;
    private boolean replyWanted;
    private boolean interruptible;
    private int length;
    private boolean interrupted;

    /** When it began, if it is measured; else 0. */
    private long began;

    /** When it began to sleep in the line; 0 if it did not. Any thread may look. */
    private volatile long inLineSince;

    /** The word that the slot keeps until there is a reply. */
    private long awaited;

    // set under the lock, perhaps by another thread that claims for this call; slot is set last
    private long id;
    private int generation;
    private volatile int slot;

    void begin(
        MemorySegment question,
        boolean asks,
        @Nullable MemorySegment answer,
        @Nullable Cargo beside,
        boolean endsByInterrupt) {
      message = question;
      replyWanted = asks;
      reply = answer;
      cargo = beside;
      interruptible = endsByInterrupt;
      length = (int) question.byteSize();
      interrupted = false;
      began = 0;
      if (inLineSince != 0) {
        inLineSince = 0; // rarely: the store was 7 % of a message in one JVM
      }
      slot = Offers.NONE;
    }

    void measure(CallOutcome outcome) {
      if (began != 0 && outcome.kind() == CallOutcome.Kind.SETTLED) {
        latencies.add(System.nanoTime() - began);
      }
    }

    /** Keeps nothing of its sender's. */
    void end() {
      message = null;
      reply = null;
      cargo = null;
      if (interrupted) {
        waiter.thread.interrupt();
      }
    }

    CallOutcome run() {
      CallOutcome failure = enter();
      while (failure == null && slot == Offers.NONE) {
        failure = standInLine();
      }
      if (failure != null) {
        return failure;
      }
      if (slot == NO_MEMORY) {
        return CallOutcome.NO_MEMORY;
      }
      if (!deliver()) {
        return CallOutcome.DISCONNECTED;
      }
      return replyWanted ? awaitReply() : CallOutcome.DELIVERED;
    }

    private @Nullable CallOutcome enter() {
      lock.lock();
      try {
        if (closed) {
          return CallOutcome.DISCONNECTED;
        }
        if (Latencies.isDue(attempts++)) {
          began = System.nanoTime();
        }
        boolean attempted = place();
        for (int i = 1; i < LOOKS && !attempted; i++) {
          attempted = place();
        }
        return slot == Offers.NONE ? queue() : null;
      } finally {
        unlockAndTell();
      }
    }

    /**
     * {@return false if an offer was withdrawn under way} Then look again: it may have been
     * withdrawn after a newer one was made, and a poll must not miss both (KSM-39).
     */
    private boolean place() {
      withdrawn = false;
      pull();
      serveThoseThatFit();
      return claimFitting(this) || (!withdrawn && failOldest(length));
    }

    private @Nullable CallOutcome queue() {
      if (deadline.remainingNanos() <= 0) {
        return CallOutcome.NOT_DELIVERED;
      }
      line.add(this);
      return null;
    }

    /** An offer that comes at once needs no flag, and nobody is woken for it. */
    private @Nullable CallOutcome standInLine() {
      if (offerSite.spin(SEES_OFFER, this, offerSite.worthNanos(), deadline)) {
        takeOffers(false);
      } else {
        takeOffers(true);
        inLineSince = inLineSince == 0 ? System.nanoTime() : inLineSince;
        watch.await(waiter, served, deadline);
      }
      CallOutcome why = slot == Offers.NONE ? reasonToLeave(CallOutcome.NOT_DELIVERED) : null;
      return why == null ? null : leaveLine(why);
    }

    private boolean seesOffer() {
      return slot != Offers.NONE || closed || !table.offered.isEmpty();
    }

    /** Whoever claims for a call takes it out of the line, so being in it is the truth. */
    private @Nullable CallOutcome leaveLine(CallOutcome why) {
      lock.lock();
      try {
        if (!line.remove(this)) {
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

    private @Nullable CallOutcome reasonToLeave(CallOutcome atTimeout) {
      if (closed) {
        return CallOutcome.DISCONNECTED;
      }
      if (deadline.remainingNanos() <= 0) {
        return atTimeout;
      }
      return isInterrupted() ? CallOutcome.INTERRUPTED : null;
    }

    private boolean isServed() {
      return slot != Offers.NONE || mustLeave();
    }

    private boolean isSettled() {
      return seesReply() || mustLeave();
    }

    private boolean mustLeave() {
      return closed || isInterrupted();
    }

    private boolean isInterrupted() {
      if (interruptible) {
        return waiter.thread.isInterrupted();
      }
      interrupted |= Thread.interrupted();
      return false;
    }

    /** Under the lock, perhaps by another thread. */
    void give(int claimed) {
      slot = claimed;
      if (!waiter.isCurrentThread()) {
        waiter.wake();
      }
    }

    /** {@return false if the callee closed before the delivery} */
    private boolean deliver() {
      write();
      SlotState<Waiter> twin = twin(slot);
      twin.setSince(0);
      twin.setOwner(replyWanted ? waiter : null);
      twin.setPhase(replyWanted ? WAITING : NOT_MINE);
      long claimed = SlotWord.of(SlotWord.CLAIMED, generation, 0);
      if (table.casWord(slot, claimed, delivered())) {
        arrive(slot);
        return true;
      }
      countUndelivered(replyWanted);
      long word = table.word(slot);
      if (word != SlotWord.of(SlotWord.CLOSED, generation, 0)) {
        breach.report(foreign("a claimed slot", word));
      }
      return false;
    }

    /** Memory that its owner frees during the call leaves a slot that nobody can settle. */
    private void write() {
      try {
        MemorySegment record = table.messages.at(slot);
        MemorySegment.copy(Objects.requireNonNull(message), 0, record, 0, length);
        table.writeMessage(slot, id, replyCapacity(), flags());
      } catch (IllegalStateException | WrongThreadException e) {
        breach.report("the memory of a message went away during the send");
        throw e;
      }
    }

    private int flags() {
      int flags = reply == null ? 0 : SlotTable.HAS_REPLY_BUFFER;
      if (cargo != null) {
        flags |= SlotTable.HAS_CONTENT;
        flags |= cargo.load(slot, generation) ? 0 : SlotTable.CONTENT_LOST;
      }
      return flags;
    }

    private int replyCapacity() {
      return reply == null ? 0 : (int) Math.min(Integer.MAX_VALUE - 16, reply.byteSize());
    }

    private long delivered() {
      return SlotWord.delivered(generation, length, replyWanted);
    }

    private CallOutcome awaitReply() {
      awaited = delivered();
      if (deadline.remainingNanos() <= 0) {
        return expire(CallOutcome.NO_REPLY);
      }
      boolean over = replySite.spin(REPLIED_OR_CLOSED, this, replySite.worthNanos(), deadline);
      boolean replied = over && seesReply();
      return replied || !markParked() ? settle(table.word(slot)) : sleepUntilReply();
    }

    private boolean repliedOrClosed() {
      return seesReply() || closed;
    }

    private boolean seesReply() {
      return table.word(slot) != awaited;
    }

    /** {@return false if the word is not ours any more} */
    private boolean markParked() {
      long delivered = awaited;
      awaited = delivered | SlotWord.PARKED;
      return table.casWord(slot, delivered, awaited);
    }

    private CallOutcome sleepUntilReply() {
      twin(slot).setSince(System.nanoTime());
      while (true) {
        watch.await(waiter, settled, deadline);
        long word = table.word(slot);
        if (word != awaited) {
          return settle(word);
        }
        CallOutcome why = reasonToLeave(CallOutcome.NO_REPLY);
        if (why != null) {
          return expire(why);
        }
      }
    }

    private CallOutcome expire(CallOutcome why) {
      leave();
      if (table.casWord(slot, awaited, SlotWord.expired(awaited))) {
        tellStarved();
        return why;
      }
      twin(slot).setPhase(WAITING);
      return settle(table.word(slot));
    }

    private void leave() {
      SlotState<Waiter> twin = twin(slot);
      twin.setOwner(null);
      twin.setPhase(NOT_MINE);
    }

    private CallOutcome settle(long word) {
      if (SlotWord.phase(word) != SlotWord.REPLIED || SlotWord.generation(word) != generation) {
        breach.report(foreign("a delivered slot", word));
        return CallOutcome.DISCONNECTED;
      }
      try {
        return readReply(SlotWord.arg(word));
      } finally {
        leave();
        table.setWord(slot, SlotWord.of(SlotWord.FREE, generation, 0));
        tellStarved();
      }
    }

    private CallOutcome readReply(int replied) {
      int status = table.status(slot);
      int count = table.count(slot);
      int length = (int) Math.min(Integer.toUnsignedLong(replied), maxMessageBytes());
      if (reply != null) {
        long bytes = Math.min(length, reply.byteSize());
        MemorySegment.copy(table.replies.at(slot), 0, reply, 0, bytes);
      }
      table.replies.giveBack(slot, length);
      twin(slot).countSettled();
      return settled(status, length, count);
    }

    private void tellStarved() {
      if (table.starved.isSet()) {
        arrive(slot);
      }
    }
  }

  /** One like the last one is the last one: a call in steady state allocates none. */
  private CallOutcome settled(int status, int length, int count) {
    CallOutcome last = lastSettled;
    if (last.status() == status && last.length() == length && last.count() == count) {
      return last;
    }
    CallOutcome next = new CallOutcome(CallOutcome.Kind.SETTLED, status, length, count);
    lastSettled = next;
    return next;
  }

  private static String foreign(String expected, long word) {
    return expected + " holds phase " + SlotWord.phase(word) + ", word 0x" + Long.toHexString(word);
  }

  private void arrive(int slot) {
    table.arrived.add(slot);
    table.arrivalBell.ring();
  }

  // ---- under the lock: offers and the line

  /** Takes in new offers, each of them an attempt to serve the head of the line. */
  private void pull() {
    int listed = 0;
    for (int i = 0; i < table.offered.words(); i++) {
      for (long bits = table.offered.drain(i); bits != 0; bits &= bits - 1) {
        listed += list(i << 6 | Long.numberOfTrailingZeros(bits));
      }
    }
    for (int i = 0; i < listed && !line.isEmpty(); i++) {
      attempt();
    }
  }

  /** {@return 1 if the slot holds an offer; a bit may be stale} */
  private int list(int slot) {
    long word = table.word(slot);
    if (SlotWord.phase(word) != SlotWord.OFFERED) {
      offers.remove(slot);
      return 0;
    }
    SlotState<Waiter> twin = twins.get(slot);
    if (twin != null && twin.phase() != NOT_MINE) {
      breached = foreign("a slot in use", word);
      return 0;
    }
    if (Integer.compareUnsigned(SlotWord.arg(word), largestOffer()) > 0) {
      breached = foreign("an offer larger than its record", word);
      return 0;
    }
    offers.add(slot, word, table.ticket(slot));
    return 1;
  }

  private int largestOffer() {
    return CalleeHalf.HEADER + maxMessageBytes();
  }

  private void attempt() {
    if (!serveLine()) {
      Call head = line.peek();
      if (head != null) {
        failOldestLeft(head.length);
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

  /** {@return whether the call has an offer, or has failed for want of memory} */
  private boolean claimFitting(Call call) {
    int slot = offers.fitting(CalleeHalf.HEADER + call.length);
    while (slot != Offers.NONE && !claim(slot, call)) {
      slot = offers.fitting(CalleeHalf.HEADER + call.length);
    }
    return slot != Offers.NONE;
  }

  /** An offer that changed since it was listed was cancelled; a newer one has its own bit. */
  private boolean claim(int slot, Call call) {
    long offer = offers.word(slot);
    int generation = SlotWord.generation(offer);
    if (!reserve(slot, call.length) && table.word(slot) == offer) {
      call.give(NO_MEMORY);
      return true;
    }
    offers.remove(slot);
    if (!table.casWord(slot, offer, SlotWord.of(SlotWord.CLAIMED, generation, 0))) {
      withdrawn = true;
      return false;
    }
    own(slot).setPhase(CLAIMED);
    moved();
    delivered++;
    told += call.replyWanted ? 0 : 1;
    call.generation = generation;
    call.id = call.replyWanted ? ++lastId : 0;
    call.give(slot);
    return true;
  }

  private void countUndelivered(boolean replyWanted) {
    lock.lock();
    try {
      delivered--;
      told -= replyWanted ? 0 : 1;
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private SlotState<Waiter> own(int slot) {
    SlotState<Waiter> twin = twins.get(slot);
    if (twin == null) {
      twin = new SlotState<>();
      twins.setRelease(slot, twin);
    }
    return twin;
  }

  /** {@return that of a slot that was claimed} */
  private SlotState<Waiter> twin(int slot) {
    return Objects.requireNonNull(twins.get(slot), "never claimed");
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

  // ---- the caller bell

  @Override
  public void service() {
    wakeSettled();
    if (hungry && !table.offered.isEmpty()) {
      takeOffers(false);
    }
  }

  @Override
  public int progress() {
    return progress;
  }

  @Override
  public boolean hasNews() {
    return !table.done.isEmpty() || (hungry && !table.offered.isEmpty());
  }

  private void wakeSettled() {
    for (int i = 0; i < table.done.words(); i++) {
      for (long bits = table.done.drain(i); bits != 0; bits &= bits - 1) {
        wakeWaiter(i << 6 | Long.numberOfTrailingZeros(bits));
      }
    }
  }

  private void wakeWaiter(int slot) {
    SlotState<Waiter> twin = twins.get(slot);
    Waiter waiter = twin == null ? null : twin.owner();
    if (waiter != null && !waiter.isCurrentThread()) {
      waiter.wake();
    }
  }

  /**
   * @param sayHungry that somebody in line is going to sleep: offers after this ring
   */
  private void takeOffers(boolean sayHungry) {
    lock.lock();
    try {
      if (sayHungry && !line.isEmpty()) {
        tellHungry();
      }
      if (!closed) {
        pull();
      }
    } finally {
      unlockAndTell();
    }
  }

  boolean rouse() {
    return watch.rouse();
  }

  // ---- what it tells

  /** {@return what it did and does} May be called after the memory is gone. */
  public CallerCounters counters() {
    long now = System.nanoTime();
    lock.lock();
    try {
      int used = 0;
      long settled = 0;
      long oldest = line.stream().mapToLong(call -> age(call.inLineSince, now)).max().orElse(0);
      for (int slot = 0; slot < table.slots; slot++) {
        SlotState<Waiter> twin = twins.get(slot);
        if (twin != null) {
          settled += twin.settled();
          used += twin.phase() == NOT_MINE ? 0 : 1;
          oldest = Math.max(oldest, twin.phase() == WAITING ? age(twin.since(), now) : 0);
        }
      }
      return new CallerCounters(
          delivered, told, settled, used, table.slots, line.size(), oldest, latencies);
    } finally {
      lock.unlock();
    }
  }

  private static long age(long since, long now) {
    return since == 0 ? 0 : now - since;
  }

  // ---- the end

  /** Ends every call, now and later, with "disconnected". May be called often, by any thread. */
  public void close() {
    if (!memory.enter()) {
      return;
    }
    try {
      shut();
      watch.close();
    } finally {
      memory.exit();
    }
  }

  private void shut() {
    lock.lock();
    try {
      closed = true;
    } finally {
      unlockAndTell();
    }
  }
}
