package io.filterport.engine.slots;

import io.filterport.Timeout;
import io.filterport.engine.slots.CallerHalf.Cargo;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One call after another of a caller half, each from its beginning to its end: standing in line,
 * delivering, waiting for the reply, settling. Why it goes like this is told in {@link CallerHalf}.
 *
 * <p>It is its sender's thread's, but for what is said. Once it is claimed for, the slot is that
 * thread's alone as far as its word and twin say so; no lock is held.
 */
final class Call {
  /** In the place of a slot: there was no memory for the message. */
  private static final int NO_MEMORY = -2;

  private static final Predicate<Call> SEES_OFFER = Call::seesOffer;
  private static final Predicate<Call> REPLIED_OR_CLOSED = Call::repliedOrClosed;

  private final SlotTable table;
  private final Breach breach;
  private final Matching matching;
  private final Twins twins;
  private final Watch watch;
  private final SpinSite offerSite;
  private final SpinSite replySite;
  private final LastSettled lastSettled;

  private final Waiter waiter = new Waiter();
  private final Timer deadline = new Timer();
  private final BooleanSupplier served = this::isServed;
  private final BooleanSupplier settled = this::isSettled;

  // of the sender's thread
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

  // set under the lock of Matching, perhaps by another thread that claims for this call; slot is
  // set last
  private long id;
  private int generation;
  private volatile int slot;

  Call(
      SlotTable table,
      Breach breach,
      Matching matching,
      Twins twins,
      Watch watch,
      SpinSite offerSite,
      SpinSite replySite,
      LastSettled lastSettled) {
    this.table = table;
    this.breach = breach;
    this.matching = matching;
    this.twins = twins;
    this.watch = watch;
    this.offerSite = offerSite;
    this.replySite = replySite;
    this.lastSettled = lastSettled;
  }

  boolean isOfCurrentThread() {
    return waiter.isCurrentThread();
  }

  // ---- its beginning and its end

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

  void begin(Timeout timeout, EngineClock clock) {
    deadline.begin(timeout, clock);
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

  /** {@return how it ended} Blocks until then. */
  CallOutcome run() {
    CallOutcome failure = matching.enter(this);
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

  /** Adds how long it took, if it was measured. */
  void tell(CallOutcome outcome, Latencies latencies) {
    if (began != 0 && outcome.kind() == CallOutcome.Kind.SETTLED) {
      latencies.add(System.nanoTime() - began);
    }
  }

  // ---- what its half asks, under the lock

  /** It is one of those that are measured. */
  void measure() {
    began = System.nanoTime();
  }

  int length() {
    return length;
  }

  boolean replyWanted() {
    return replyWanted;
  }

  boolean isLate() {
    return deadline.remainingNanos() <= 0;
  }

  /** {@return whether it was given a slot, or found no memory} */
  boolean isClaimedFor() {
    return slot != Offers.NONE;
  }

  /** A slot was claimed for it, perhaps by another thread. */
  void give(int claimed, int claimedGeneration, long messageId) {
    generation = claimedGeneration;
    id = messageId;
    give(claimed);
  }

  /** There is no memory for its message. */
  void giveNoMemory() {
    give(NO_MEMORY);
  }

  private void give(int claimed) {
    slot = claimed;
    if (!waiter.isCurrentThread()) {
      waiter.wake();
    }
  }

  /** {@return for how long it has slept in the line} */
  long sleptInLine(long now) {
    return Twins.age(inLineSince, now);
  }

  // ---- standing in line

  /** An offer that comes at once needs no flag, and nobody is woken for it. */
  private @Nullable CallOutcome standInLine() {
    if (offerSite.spin(SEES_OFFER, this, offerSite.worthNanos(), deadline)) {
      boolean any = matching.takeOffers(false);
      if (any && slot == Offers.NONE) {
        watch.countBits();
      }
    } else {
      boolean ignored = matching.takeOffers(true);
      inLineSince = inLineSince == 0 ? System.nanoTime() : inLineSince;
      watch.await(waiter, served, deadline);
    }
    CallOutcome why = slot == Offers.NONE ? reasonToLeave(CallOutcome.NOT_DELIVERED) : null;
    return why == null ? null : matching.leaveLine(this, why);
  }

  private boolean seesOffer() {
    return slot != Offers.NONE || matching.isClosed() || !table.offered.isEmpty();
  }

  private @Nullable CallOutcome reasonToLeave(CallOutcome atTimeout) {
    if (matching.isClosed()) {
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
    return matching.isClosed() || isInterrupted();
  }

  private boolean isInterrupted() {
    if (interruptible) {
      return waiter.thread.isInterrupted();
    }
    interrupted |= Thread.interrupted();
    return false;
  }

  // ---- delivering

  /** {@return false if the callee closed before the delivery} */
  private boolean deliver() {
    write();
    twins.deliver(slot, replyWanted ? waiter : null);
    long claimed = SlotWord.of(SlotWord.CLAIMED, generation, 0);
    if (table.casWord(slot, claimed, delivered())) {
      table.tellArrived(slot);
      return true;
    }
    matching.countUndelivered(replyWanted);
    long word = table.word(slot);
    if (word != SlotWord.of(SlotWord.CLOSED, generation, 0)) {
      breach.report(SlotWord.foreign("a claimed slot", word));
    }
    return false;
  }

  /**
   * Memory that its owner frees during the call, or that is a file which somebody cuts short,
   * leaves a slot that nobody can settle; and so does whatever else is thrown here.
   */
  private void write() {
    try {
      MemorySegment record = table.messages.at(slot);
      MemorySegment source = Objects.requireNonNull(message);
      MemorySegment.copy(source, 0, record, 0, length);
      MappedFiles.requireWhole(source);
      table.writeMessage(slot, id, replyCapacity(), flags());
    } catch (Throwable e) {
      breach.report("a message could not be written during its send: " + e);
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

  // ---- waiting for the reply

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
    return seesReply() || matching.isClosed();
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
    twins.sleep(slot);
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

  // ---- giving the slot back

  private CallOutcome expire(CallOutcome why) {
    twins.leave(slot);
    if (table.casWord(slot, awaited, SlotWord.expired(awaited))) {
      tellStarved();
      return why;
    }
    return matching.stay(slot) ? settle(table.word(slot)) : CallOutcome.DISCONNECTED;
  }

  private CallOutcome settle(long word) {
    if (SlotWord.phase(word) != SlotWord.REPLIED || SlotWord.generation(word) != generation) {
      breach.report(SlotWord.foreign("a delivered slot", word));
      return CallOutcome.DISCONNECTED;
    }
    try {
      return readReply(SlotWord.arg(word));
    } finally {
      twins.leave(slot);
      table.setWord(slot, SlotWord.of(SlotWord.FREE, generation, 0));
      tellStarved();
    }
  }

  private CallOutcome readReply(int replied) {
    int status = table.status(slot);
    int count = table.count(slot);
    int length = (int) Math.min(Integer.toUnsignedLong(replied), table.messages.maxMessageBytes());
    if (reply != null) {
      long bytes = Math.min(length, reply.byteSize());
      MemorySegment.copy(table.replies.at(slot), 0, reply, 0, bytes);
    }
    table.replies.giveBack(slot, length);
    twins.countSettled(slot);
    return lastSettled.outcome(status, length, count);
  }

  private void tellStarved() {
    if (table.starved.isSet()) {
      table.tellArrived(slot);
    }
  }
}
