package io.filterport.engine.slots;

import io.filterport.NtStatus;
import io.filterport.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The half of a table that is called: offers buffers, collects messages, replies. Safe for use by
 * any thread.
 */
public final class CalleeHalf implements BellListener {
  /*
   * Why. The callee owns the slots: only it writes replies, so the one who might still write late is
   * also the one who decides when the slot is offered again. There is no limbo and no reclaiming
   * protocol, and a late writer can never harm a new call.
   *
   * Protocol. A getter is offered through a free slot: record first, then the word, then the bit, then
   * the caller's bell if it is `hungry`. A message arrives in the slot by the caller's act, whether or
   * not a thread of ours runs. Collecting copies it out; if a reply is wanted its id goes into a
   * private map, and exactly one replier per id gets it out again. That one writes the reply and then
   * races the caller's expiry for the word.
   *
   * Records. FREE - OFF (offered) - TAKEN (being copied out, or unread) - GOT (a reply is awaited) -
   * BUSY (a replier is inside) - REPL (the reply is the caller's until it frees the word). A slot is free
   * again when the record says that nobody of ours is inside and the word says that the caller has left:
   * REPL with FREE, GOT or unread with EXPIRED. Callers tell us of these only while we are `starved`.
   *
   * Getters beyond the slots wait in `noSlot`, in order; whoever frees a slot offers it for the first
   * of them. `starved` is set before the last look for a free slot, never after.
   *
   * Lost buffers. A getter whose buffer cannot be written ends with that, and its slot, message inside,
   * goes to another (KSM-23): to the oldest that it fits into, else to the oldest, which learns the size
   * (KSM-17). With no getter there the slot is `unread`, before all that comes later, until one is, or
   * until its sender has left. All of it is this side's own: the caller sees a message that is read late.
   *
   * Trust. The record decides, the word is a request: a word that the record does not allow is a
   * breach. Length and header are read once, checked, and the copies are used.
   *
   * Failure. `close` turns what is still offered, or claimed by a caller that has not delivered, into
   * CLOSED; what was delivered before is collected, the rest ends "disconnected". Replies find nobody.
   */

  /** Bytes of the header before a message in a getter's buffer; part of an offer's capacity. */
  public static final int HEADER = 16;

  private static final int FREE = 0;
  private static final int OFF = 1;
  private static final int TAKEN = 2;
  private static final int GOT = 3;
  private static final int BUSY = 4;
  private static final int REPL = 5;

  private static final int NONE = -1;

  /** Most connections have few getters beyond their slots, and fewer unread messages. */
  private static final int FEW = 1;

  private static final int TRIES = 3;

  /** Which side this half belongs to. */
  enum Role {
    /**
     * Ids are the caller's; every getter without a slot wants to hear of each slot that is left.
     */
    SERVICE,
    /**
     * Ids are our own, for the caller's are not to be trusted; only an empty offer is worth a wake.
     */
    FILTER
  }

  /** What became of a reply. */
  public enum ReplyOutcome {
    /** The caller has it. */
    ACCEPTED,
    /** The caller has as much as it had room for. */
    TRUNCATED,
    /** There is no memory for it; the message can still be answered. */
    NO_MEMORY,
    /** Nobody waits for it. */
    NO_WAITER
  }

  private final SlotTable table;
  private final Breach breach;
  private final Rundown memory;
  private final Watch watch;
  private final Role role;
  private final Latencies latencies = new Latencies();

  /** What each slot is to this half; null for one that was never offered. */
  private final AtomicReferenceArray<@Nullable CalleeSlot> states;

  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final int[] free;
  private int freeCount;
  private final int[] leaving;
  private int leavingCount;
  private int offeredCount;
  private long lastTicket;
  private long lastId;
  private long collected;
  private long answered;
  private long late;
  private final IdMap idMap;
  private final ArrayDeque<Getter> noSlot = new ArrayDeque<>(FEW);

  /** Slots whose message is without a getter, oldest first. */
  private final ArrayDeque<Integer> unread = new ArrayDeque<>(FEW);

  private boolean starved;
  private boolean offersToRing;

  /** Whether getters may wait for a slot. Written under the lock. */
  private volatile boolean hasUnfed;

  /** Offers and collections. Written under the lock. */
  private volatile int progress;

  /** Written under the lock. */
  private volatile boolean closed;

  CalleeHalf(
      SlotTable table,
      Breach breach,
      Rundown memory,
      WaitPolicy waitPolicy,
      Role role,
      String name) {
    this.table = table;
    this.breach = breach;
    this.memory = memory;
    this.role = role;
    this.states = new AtomicReferenceArray<>(table.slots);
    this.free = new int[table.slots];
    this.leaving = new int[table.slots];
    this.idMap = new IdMap();
    this.watch =
        new Watch(
            table.arrivalBell,
            Watch.Seats.TWO,
            this,
            breach,
            memory,
            new SpinSite(waitPolicy),
            name);
    for (int slot = table.slots - 1; slot >= 0; slot--) {
      free[freeCount++] = slot;
    }
  }

  // ---- offering

  /**
   * Offers a getter's buffer: from now on a message can reach it.
   *
   * @return false if the connection is over; then the getter is not completed
   */
  public boolean offer(Getter getter) {
    if (!memory.enter()) {
      return false;
    }
    try {
      return queue(getter);
    } finally {
      memory.exit();
    }
  }

  private boolean queue(Getter getter) {
    Getter reader;
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      noSlot.add(getter);
      hasUnfed = true;
      dropUnreadExpired();
      reader = nextReader();
      feed();
    } finally {
      unlockAndTell();
    }
    boolean ignored = reader != null && collectInside(reader);
    return true;
  }

  /** Makes sure that getters beyond the slots come to theirs though nobody waits for them. */
  public void ensureSlots() {
    if (!memory.enter()) {
      return;
    }
    try {
      if (table.starved.isSet()) {
        watch.ensureLeader();
      }
    } finally {
      memory.exit();
    }
  }

  /** Under the lock: gives slots to the getters that wait for one, oldest first. */
  private void feed() {
    while (!noSlot.isEmpty()) {
      int slot = pick();
      if (slot == NONE) {
        slot = pickStarving();
      }
      if (slot == NONE) {
        return;
      }
      publish(slot, noSlot.remove());
    }
    hasUnfed = false;
    setStarved(false);
  }

  private int pickStarving() {
    if (starved || (role == Role.FILTER && offeredCount > 0)) {
      return NONE;
    }
    setStarved(true);
    return pick();
  }

  private void setStarved(boolean value) {
    if (starved != value) {
      starved = value;
      table.starved.set(value);
    }
  }

  private void publish(int slot, Getter getter) {
    int capacity = Math.min(getter.capacity(), HEADER + table.messages.maxMessageBytes());
    CalleeSlot state = states.get(slot);
    if (state == null) {
      state = new CalleeSlot();
      states.setRelease(slot, state);
    }
    int generation = (state.generation + 1) % SlotWord.GENERATIONS;
    state.generation = generation;
    state.capacity = capacity;
    state.setPhase(OFF);
    state.setOwner(getter);
    getter.slot = slot;
    getter.ticket = ++lastTicket;
    offeredCount++;
    table.setTicket(slot, getter.ticket);
    table.setWord(slot, SlotWord.of(SlotWord.OFFERED, generation, capacity));
    table.offered.add(slot);
    offersToRing = true;
    moved();
  }

  /** Under the lock. */
  private void moved() {
    int before = progress;
    progress = before + 1;
  }

  /** {@return that of a slot that was offered} */
  private CalleeSlot state(int slot) {
    return Objects.requireNonNull(states.get(slot), "never offered");
  }

  private @Nullable Getter owner(int slot) {
    CalleeSlot state = states.get(slot);
    return state == null ? null : state.owner();
  }

  /** Under the lock: a free slot, the one used last if it is free again. */
  private int pick() {
    takeBackReplied();
    if (freeCount == 0) {
      takeBackExpired();
    }
    return freeCount == 0 ? NONE : free[--freeCount];
  }

  private void takeBackReplied() {
    int kept = 0;
    for (int i = 0; i < leavingCount; i++) {
      int slot = leaving[i];
      int record = state(slot).phase();
      if (record == REPL && SlotWord.phase(table.word(slot)) == SlotWord.FREE) {
        release(slot);
      } else if (record == BUSY || record == REPL) {
        leaving[kept++] = slot;
      }
    }
    leavingCount = kept;
  }

  private void takeBackExpired() {
    for (int slot = 0; slot < table.slots; slot++) {
      CalleeSlot state = states.get(slot);
      if (state != null && state.phase() == GOT && isExpired(slot)) {
        int ignored = idMap.remove(state.id);
        release(slot);
      }
    }
    dropUnreadExpired();
  }

  /** An expiry of another offer is none; whoever answers will find that out. */
  private boolean isExpired(int slot) {
    long word = table.word(slot);
    return SlotWord.phase(word) == SlotWord.EXPIRED
        && SlotWord.generation(word) == state(slot).generation;
  }

  /** Under the lock. */
  private void release(int slot) {
    state(slot).setPhase(FREE);
    free[freeCount++] = slot;
  }

  /** Under the lock: the getter of an offered slot is leaving it. */
  private void retire(int slot) {
    CalleeSlot state = state(slot);
    Getter getter = state.owner();
    if (getter != null) {
      getter.slot = NONE;
    }
    state.setOwner(null);
    offeredCount--;
  }

  /** Bells are rung without the lock. */
  private void unlockAndTell() {
    boolean ring = offersToRing;
    offersToRing = false;
    lock.unlock();
    if (ring && table.hungry.isSet()) {
      table.callerBell.ring();
    }
  }

  /**
   * Withdraws a getter, which completes with {@link NtStatus#CANCELLED}.
   *
   * @return false if there is nothing to cancel: a message reached it first, or it is over
   */
  public boolean cancel(Getter getter) {
    if (!memory.enter()) {
      return false;
    }
    try {
      if (!withdraw(getter)) {
        return false;
      }
    } finally {
      memory.exit();
    }
    getter.complete(NtStatus.CANCELLED, 0);
    return true;
  }

  /**
   * Withdraws every getter, as {@link #cancel} does.
   *
   * @return whether there was any to cancel
   */
  public boolean cancelAll() {
    boolean any = false;
    for (Getter getter : outstanding()) {
      any |= cancel(getter);
    }
    return any;
  }

  private List<Getter> outstanding() {
    lock.lock();
    try {
      List<Getter> all = offeredByAge();
      all.addAll(noSlot);
      return all;
    } finally {
      lock.unlock();
    }
  }

  private boolean withdraw(Getter getter) {
    lock.lock();
    try {
      if (!takeBack(getter)) {
        return false;
      }
      feed();
      return true;
    } finally {
      unlockAndTell();
    }
  }

  /** Under the lock. {@return false if a message reached the getter first, or it is over} */
  private boolean takeBack(Getter getter) {
    int slot = getter.slot;
    if (slot == NONE) {
      return noSlot.remove(getter);
    }
    CalleeSlot state = state(slot);
    int generation = state.generation;
    long offer = SlotWord.of(SlotWord.OFFERED, generation, state.capacity);
    if (!table.casWord(slot, offer, SlotWord.of(SlotWord.FREE, generation, 0))) {
      return false;
    }
    retire(slot);
    release(slot);
    return true;
  }

  // ---- collecting

  /**
   * Takes what has arrived for a getter to it; does nothing if nothing has. Asks for the getter,
   * not for a slot: whoever comes late must not collect for the slot's next getter.
   *
   * @return whether this thread took it, and completed the getter
   */
  public boolean collect(Getter getter) {
    if (!memory.enter()) {
      return false;
    }
    try {
      return collectInside(getter);
    } finally {
      memory.exit();
    }
  }

  /** A loop: a message may meet any number of getters whose buffers are gone. */
  private boolean collectInside(Getter getter) {
    if (!take(getter)) {
      return false;
    }
    Getter next = settle(getter);
    while (next != null && take(next)) {
      next = settle(next);
    }
    return true;
  }

  /** {@return whether the getter has left its slot: what is there is its thread's alone} */
  private boolean take(Getter getter) {
    lock.lock();
    try {
      int slot = getter.slot;
      if (slot == NONE) {
        return false;
      }
      long word = table.word(slot);
      String fault = fault(slot, word);
      if (fault == null && !hasArrived(word)) {
        return false;
      }
      state(slot).setPhase(TAKEN);
      retire(slot);
      moved();
      getter.leftSlot = slot;
      getter.leftWord = word;
      getter.leftFault = fault;
      return true;
    } finally {
      unlockAndTell();
    }
  }

  /** {@return the getter that has the message now, if this one cannot take it} */
  private @Nullable Getter settle(Getter getter) {
    int slot = getter.leftSlot;
    long word = getter.leftWord;
    String fault = getter.leftFault;
    if (fault != null) {
      getter.complete(NtStatus.PORT_DISCONNECTED, 0);
      breach.report(fault);
      return null;
    }
    switch (SlotWord.phase(word)) {
      case SlotWord.TOO_SMALL -> fail(slot, getter, NtStatus.BUFFER_TOO_SMALL, word);
      case SlotWord.CLOSED -> fail(slot, getter, NtStatus.PORT_DISCONNECTED, word);
      default -> {
        return collectMessage(slot, getter, word);
      }
    }
    return null;
  }

  private static boolean hasArrived(long word) {
    int phase = SlotWord.phase(word);
    return phase != SlotWord.OFFERED && phase != SlotWord.CLAIMED;
  }

  /** {@return what is wrong with the word of an offered slot, or null} */
  private @Nullable String fault(int slot, long word) {
    int phase = SlotWord.phase(word);
    CalleeSlot state = state(slot);
    if (SlotWord.generation(word) != state.generation
        || phase == SlotWord.FREE
        || phase == SlotWord.REPLIED
        || (phase == SlotWord.CLOSED && !closed)) {
      return "an offered slot holds phase " + phase + ", word 0x" + Long.toHexString(word);
    }
    boolean carriesMessage = phase == SlotWord.DELIVERED || phase == SlotWord.EXPIRED;
    return carriesMessage ? lengthFault(SlotWord.length(word), state.capacity - HEADER) : null;
  }

  /** No sum of foreign numbers, which could overflow. */
  private @Nullable String lengthFault(int length, int room) {
    return length > room || (length == 0 && role == Role.FILTER)
        ? length + " bytes delivered into " + room
        : null;
  }

  private void fail(int slot, Getter getter, NtStatus status, long word) {
    if (SlotWord.phase(word) != SlotWord.CLOSED) {
      giveBack(slot);
    }
    getter.complete(status, SlotWord.arg(word));
  }

  private void giveBack(int slot) {
    lock.lock();
    try {
      release(slot);
      feed();
    } finally {
      unlockAndTell();
    }
  }

  private @Nullable Getter collectMessage(int slot, Getter getter, long word) {
    int needed = HEADER + SlotWord.length(word);
    if (getter.capacity() < needed) {
      keepUnread(slot);
      getter.complete(NtStatus.BUFFER_TOO_SMALL, needed);
      return null;
    }
    Delivery delivery = getter.delivery();
    delivery.read(slot, table.messageId(slot), table.replyCapacity(slot), table.flags(slot), word);
    if (delivery.replyCapacity() < 0) {
      breach.report("a message with reply capacity " + delivery.replyCapacity());
      getter.complete(NtStatus.PORT_DISCONNECTED, 0);
      return null;
    }
    if (!getter.take(delivery, table.messages.at(slot))) {
      Getter next = passOn(slot);
      getter.complete(NtStatus.ACCESS_VIOLATION, 0);
      return next;
    }
    if (!getter.readsInPlace()) {
      table.messages.giveBack(slot, delivery.length());
    }
    if (expectReply(delivery)) {
      getter.complete(NtStatus.SUCCESS, needed);
    } else {
      breach.report("message id " + delivery.id() + " used twice");
      getter.complete(NtStatus.PORT_DISCONNECTED, 0);
    }
    return null;
  }

  // ---- messages whose getter could not take them

  /** A getter too small for an unread message has failed for it; that is enough for one attempt. */
  private void keepUnread(int slot) {
    lock.lock();
    try {
      unread.addFirst(slot);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Getter passOn(int slot) {
    lock.lock();
    try {
      unread.add(slot);
      Getter next = nextReader();
      feed();
      return next;
    } finally {
      unlockAndTell();
    }
  }

  /** Under the lock: the getter that an unread message goes to. {@return null if there is none} */
  private @Nullable Getter nextReader() {
    if (closed || unread.isEmpty()) {
      return null;
    }
    for (Integer slot : unread) {
      Getter fits = takeBackOldest(HEADER + SlotWord.length(table.word(slot)));
      if (fits != null) {
        return own(slot, fits);
      }
    }
    Integer head = unread.peek();
    Getter oldest = head == null ? null : takeBackOldest(0);
    return oldest == null ? null : own(head, oldest);
  }

  private @Nullable Getter takeBackOldest(int capacity) {
    for (Getter getter : offeredByAge()) {
      if (getter.capacity() >= capacity && takeBack(getter)) {
        return getter;
      }
    }
    for (Getter getter : noSlot) {
      if (getter.capacity() >= capacity) {
        noSlot.remove(getter);
        return getter;
      }
    }
    return null;
  }

  private List<Getter> offeredByAge() {
    List<Getter> offered = new ArrayList<>();
    for (int slot = 0; slot < table.slots; slot++) {
      Getter getter = owner(slot);
      if (getter != null) {
        offered.add(getter);
      }
    }
    offered.sort(Comparator.comparingLong(getter -> getter.ticket));
    return offered;
  }

  private Getter own(Integer slot, Getter reader) {
    unread.remove(slot);
    CalleeSlot state = state(slot);
    state.setPhase(OFF);
    state.setOwner(reader);
    reader.slot = slot;
    offeredCount++;
    return reader;
  }

  /** Under the lock: nobody who comes later sees a message whose sender has left (KSM-43). */
  private void dropUnreadExpired() {
    if (unread.isEmpty()) {
      return; // as nearly always: an iteration has its price
    }
    unread.removeIf(
        slot -> {
          boolean expired = isExpired(slot);
          if (expired) {
            release(slot);
          }
          return expired;
        });
  }

  /** {@return false if the id is in use} The slot is somebody else's or nobody's afterwards. */
  private boolean expectReply(Delivery delivery) {
    int slot = delivery.slot();
    lock.lock();
    try {
      boolean measured = Latencies.isDue(collected++) && role == Role.FILTER;
      state(slot).setSince(measured ? System.nanoTime() : 0);
      if (!delivery.replyWanted()) {
        release(slot);
      } else if (!closed) {
        if (role == Role.FILTER) {
          delivery.number(++lastId);
        }
        CalleeSlot state = state(slot);
        state.id = delivery.id();
        state.replyCapacity = delivery.replyCapacity();
        state.length = delivery.length();
        state.flags = delivery.flags();
        if (!idMap.put(delivery.id(), slot)) {
          return false;
        }
        state.setPhase(GOT);
      }
      feed();
      return true;
    } finally {
      unlockAndTell();
    }
  }

  /**
   * What a message that awaits its reply has beside it.
   *
   * @param slot the message's slot
   * @param generation of the slot
   * @param lost whether it was meant to come and could not
   */
  public record Cargo(int slot, int generation, boolean lost) {}

  /** {@return what travels beside a message; null if nothing does, or it is answered or unknown} */
  public @Nullable Cargo cargo(long id) {
    lock.lock();
    try {
      int slot = closed ? NONE : idMap.get(id);
      CalleeSlot state = slot == NONE ? null : state(slot);
      if (state == null || (state.flags & SlotTable.HAS_CONTENT) == 0) {
        return null;
      }
      boolean lost = (state.flags & SlotTable.CONTENT_LOST) != 0;
      return new Cargo(slot, state.generation, lost);
    } finally {
      lock.unlock();
    }
  }

  // ---- replying

  /**
   * Answers a message. Never blocks.
   *
   * @param id the message's id
   * @param status handed to the caller
   * @param count handed to the caller beside it
   * @param reply has the payload in it
   * @param offset where it begins
   * @param length at most the connection's maximum of bytes
   */
  public ReplyOutcome reply(
      long id, int status, int count, MemorySegment reply, long offset, int length) {
    if (!memory.enter()) {
      return ReplyOutcome.NO_WAITER;
    }
    try {
      int slot = takeForReply(id);
      if (slot == NONE) {
        return ReplyOutcome.NO_WAITER;
      }
      if (!reserve(slot, length)) {
        unreply(slot, id);
        return ReplyOutcome.NO_MEMORY;
      }
      int generation = state(slot).generation;
      boolean truncated = length > room(slot);
      return write(slot, id, status, count, reply, offset, length)
          ? publishReply(slot, generation, length, truncated)
          : noWaiter(slot, generation);
    } finally {
      memory.exit();
    }
  }

  /**
   * {@return the record of the reply to a message that was taken, to write its payload into} For
   * the one who replies to it.
   *
   * @param slot the message's slot
   * @param length how much is going to be written, at most what the caller has room for
   * @throws OutOfMemoryError if there is no memory for it
   */
  public MemorySegment replyRecord(int slot, int length) {
    table.replies.reserve(slot, length);
    return table.replies.at(slot);
  }

  /**
   * Answers a message with what was written into its reply's record; neither that nor the message
   * is touched afterwards. Else as {@link #reply}.
   *
   * @param length bytes written, at most what the caller has room for
   */
  public ReplyOutcome replyInPlace(long id, int status, int count, int length) {
    if (!memory.enter()) {
      return ReplyOutcome.NO_WAITER;
    }
    try {
      int slot = takeForReply(id);
      if (slot == NONE) {
        return ReplyOutcome.NO_WAITER;
      }
      int generation = state(slot).generation;
      table.replies.reserve(slot, length);
      table.messages.giveBack(slot, state(slot).length);
      table.writeReply(slot, status, count);
      state(slot).setPhase(REPL);
      return publishReply(slot, generation, length, false);
    } finally {
      memory.exit();
    }
  }

  private int takeForReply(long id) {
    lock.lock();
    try {
      int slot = closed ? NONE : idMap.remove(id);
      if (slot == NONE) {
        late++;
      } else {
        answered++;
        state(slot).setPhase(BUSY);
        leave(slot);
      }
      return slot;
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock: the slot is looked at by the next pick. */
  private void leave(int slot) {
    for (int i = 0; i < leavingCount; i++) {
      if (leaving[i] == slot) {
        return;
      }
    }
    leaving[leavingCount++] = slot;
  }

  /**
   * {@return false if the caller has left} The slot is this thread's alone until the record says.
   */
  private boolean write(
      int slot, long id, int status, int count, MemorySegment reply, long offset, int length) {
    if (isExpired(slot)) {
      return false;
    }
    try {
      MemorySegment.copy(reply, offset, table.replies.at(slot), 0, stored(slot, length));
    } catch (IllegalStateException | WrongThreadException e) {
      unreply(slot, id);
      throw e;
    }
    table.writeReply(slot, status, count);
    state(slot).setPhase(REPL);
    return true;
  }

  private boolean reserve(int slot, int length) {
    try {
      table.replies.reserve(slot, stored(slot, length));
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  private int stored(int slot, int length) {
    return Math.min(length, room(slot));
  }

  private int room(int slot) {
    return Math.min(state(slot).replyCapacity, table.replies.maxMessageBytes());
  }

  /** The replier's memory went away, or none is left: its message can still be answered. */
  private void unreply(int slot, long id) {
    lock.lock();
    try {
      if (!closed && idMap.put(id, slot)) {
        answered--;
        state(slot).setPhase(GOT);
        feed();
      }
    } finally {
      unlockAndTell();
    }
  }

  private ReplyOutcome publishReply(int slot, int generation, int length, boolean truncated) {
    for (int i = 0; i < TRIES; i++) {
      long word = table.word(slot);
      if (SlotWord.generation(word) != generation) {
        break;
      }
      if (SlotWord.phase(word) == SlotWord.EXPIRED) {
        return noWaiter(slot, generation);
      }
      if (SlotWord.phase(word) != SlotWord.DELIVERED) {
        break;
      }
      long since = state(slot).since();
      if (table.casWord(slot, word, SlotWord.of(SlotWord.REPLIED, generation, length))) {
        if (since != 0) {
          latencies.add(System.nanoTime() - since);
        }
        announce(slot, word);
        return truncated ? ReplyOutcome.TRUNCATED : ReplyOutcome.ACCEPTED;
      }
    }
    breach.report(
        "a slot that is being answered holds word 0x" + Long.toHexString(table.word(slot)));
    return ReplyOutcome.NO_WAITER;
  }

  private void announce(int slot, long delivered) {
    if (SlotWord.isParked(delivered)) {
      table.done.add(slot);
      table.callerBell.ring();
    }
  }

  private ReplyOutcome noWaiter(int slot, int generation) {
    if (!leaveReply(slot, generation)) {
      breach.report("a slot was freed while it was being answered");
    }
    return ReplyOutcome.NO_WAITER;
  }

  /**
   * {@return false if the slot is not this replier's any more: a caller that wrote FREE before its
   * reply came had it taken back}
   */
  private boolean leaveReply(int slot, int generation) {
    lock.lock();
    try {
      answered--;
      late++;
      CalleeSlot state = state(slot);
      int record = state.phase();
      boolean mine = state.generation == generation && (record == BUSY || record == REPL);
      if (mine) {
        release(slot);
        feed();
      }
      return mine;
    } finally {
      unlockAndTell();
    }
  }

  // ---- the arrival bell

  /**
   * Waits until something is done; leads the sleepers on the arrival bell if nobody does. After the
   * close nobody leads, so that the memory is not touched any more, but waiting goes on.
   *
   * @param waiter the calling thread
   * @param done made true by whoever then wakes the waiter
   */
  public void await(Waiter waiter, BooleanSupplier done, Deadline deadline) {
    boolean inside = memory.enter();
    try {
      watch.await(waiter, done, deadline);
    } finally {
      if (inside) {
        memory.exit();
      }
    }
  }

  /**
   * The same on several halves at once, and no thread stands between any of them and the waiter as
   * long as it can sleep on so many bells (see {@link Sleep#together()}).
   *
   * @param halves any number, also none
   * @param done true also when one of the halves is closed, whose memory is held until then
   */
  public static void await(
      List<CalleeHalf> halves, Waiter waiter, BooleanSupplier done, Deadline deadline) {
    Watches.await(halves.stream().map(half -> half.watch).toList(), null, waiter, done, deadline);
  }

  Watch watch() {
    return watch;
  }

  /**
   * {@return whether the calling thread may look for arrivals, go to work and come back, until it
   * calls {@link #exit}; false if the memory is gone or going} It stays until then.
   */
  public boolean enter() {
    return memory.enter();
  }

  /** The calling thread does none of that any more. */
  public void exit() {
    memory.exit();
  }

  /**
   * Looks for arrivals as long as that is worth it, and tells of them. The thread calls {@link
   * #goToWork} afterwards, or waits. It is inside, see {@link #enter}.
   *
   * @return whether there was any
   */
  public boolean look(Waiter waiter) {
    return watch.look(waiter);
  }

  /**
   * From now on arrivals are others' to notice: somebody who waits is woken for the next. The
   * thread is inside.
   */
  public void goToWork() {
    watch.handOver();
  }

  /**
   * The thread, which is inside, is going to look for arrivals, or waits, before it works again:
   * nobody need ring.
   */
  public void comeBack() {
    watch.unmark();
  }

  /** {@return whether a thread notices the next arrival} */
  public boolean hasWaiters() {
    return watch.hasWaiters();
  }

  public boolean isClosed() {
    return closed;
  }

  /** {@return whether arrivals are noticed only while a thread sleeps on the bell} */
  public boolean needsLeader() {
    return watch.bell() != null;
  }

  /** Makes sure that arrivals are noticed though nobody waits for them. */
  public void ensureLeader() {
    watch.ensureLeader();
  }

  @Override
  public void service() {
    if (!memory.enter()) {
      return;
    }
    try {
      for (int i = 0; i < table.arrived.words(); i++) {
        for (long bits = table.arrived.drain(i); bits != 0; bits &= bits - 1) {
          arrived(i << 6 | Long.numberOfTrailingZeros(bits));
        }
      }
      if (hasUnfed) {
        feedWaiting();
      }
    } finally {
      memory.exit();
    }
  }

  private void arrived(int slot) {
    Getter getter = owner(slot);
    if (getter != null) {
      getter.arrived(this);
    }
  }

  @Override
  public int progress() {
    return progress;
  }

  private void feedWaiting() {
    lock.lock();
    try {
      if (!closed) {
        feed();
      }
    } finally {
      unlockAndTell();
    }
  }

  @Override
  public boolean hasNews() {
    return !table.arrived.isEmpty();
  }

  boolean rouse() {
    return watch.rouse();
  }

  // ---- what it tells

  /** {@return what it did and does} May be called after the memory is gone. */
  public CalleeCounters counters() {
    lock.lock();
    try {
      int used = table.slots - freeCount - offeredCount;
      return new CalleeCounters(collected, answered, late, used, table.slots, latencies);
    } finally {
      lock.unlock();
    }
  }

  // ---- the end

  /** Ends every getter and finds no waiter for any reply. May be called often, by any thread. */
  public void close() {
    List<Getter> waiting = new ArrayList<>();
    List<Getter> offered = new ArrayList<>();
    if (!memory.enter()) {
      return;
    }
    try {
      shut(waiting, offered);
      offered.forEach(this::collectInside);
      waiting.forEach(getter -> getter.complete(NtStatus.PORT_DISCONNECTED, 0));
      watch.close();
    } finally {
      memory.exit();
    }
  }

  private void shut(List<Getter> waiting, List<Getter> offered) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      waiting.addAll(noSlot);
      noSlot.clear();
      for (int slot = 0; slot < table.slots; slot++) {
        Getter getter = owner(slot);
        if (getter != null) {
          closeOffer(slot);
          offered.add(getter);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** A caller can change the word at most twice more: claim it, and deliver or give up. */
  private void closeOffer(int slot) {
    for (int i = 0; i < TRIES; i++) {
      long word = table.word(slot);
      if (hasArrived(word)
          || table.casWord(slot, word, SlotWord.of(SlotWord.CLOSED, state(slot).generation, 0))) {
        return;
      }
    }
    table.setWord(slot, SlotWord.of(SlotWord.CLOSED, state(slot).generation, 0));
  }
}
