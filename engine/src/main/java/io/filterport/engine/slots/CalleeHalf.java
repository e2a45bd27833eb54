package io.filterport.engine.slots;

import io.filterport.NtStatus;
import io.filterport.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The half of a table that is called: offers buffers, collects messages, replies. Safe for use by
 * any thread.
 *
 * <p>It lets threads into the shared memory and out of it, and knows where they wait for arrivals.
 * How it works is told in {@code CalleeRecords}.
 */
public final class CalleeHalf implements BellListener {
  /** Bytes of the header before a message in a getter's buffer; part of an offer's capacity. */
  public static final int HEADER = 16;

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

  /**
   * What a message that awaits its reply has beside it.
   *
   * @param slot the message's slot
   * @param generation of the slot
   * @param lost whether it was meant to come and could not
   */
  public record Cargo(int slot, int generation, boolean lost) {}

  private final SlotTable table;
  private final Role role;
  private final Rundown memory;
  private final CalleeRecords records;
  private final Collector collector;
  private final Replier replier;
  private final Watch watch;

  CalleeHalf(
      SlotTable table,
      Breach breach,
      Rundown memory,
      WaitPolicy waitPolicy,
      Role role,
      String name) {
    this(table, breach, memory, waitPolicy, role, Watch.threads(name));
  }

  CalleeHalf(
      SlotTable table,
      Breach breach,
      Rundown memory,
      WaitPolicy waitPolicy,
      Role role,
      ThreadFactory threads) {
    this.table = table;
    this.role = role;
    this.memory = memory;
    CompletionOrder order = new CompletionOrder();
    this.records = new CalleeRecords(table, role, order);
    this.collector = new Collector(table, records, breach, order);
    this.replier = new Replier(table, records, breach);
    this.watch =
        new Watch(
            table.arrivalBell,
            Watch.Seats.TWO,
            this,
            breach,
            memory,
            new SpinSite(waitPolicy),
            threads);
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
      return records.offer(getter, collector);
    } finally {
      memory.exit();
    }
  }

  /**
   * Makes sure that getters beyond the slots come to theirs though nobody waits for them.
   *
   * @param latest was just offered
   * @return false if the system gives no thread for that; then it is withdrawn, and not completed
   */
  public boolean ensureSlot(Getter latest) {
    if (!memory.enter()) {
      return true;
    }
    try {
      return !table.starved.isSet() || watch.tryLeader() || !records.withdraw(latest);
    } finally {
      memory.exit();
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
      if (!records.withdraw(getter)) {
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
    for (Getter getter : records.outstanding()) {
      any |= cancel(getter);
    }
    return any;
  }

  // ---- collecting

  /**
   * Takes what has arrived for a getter to it; does nothing if nothing has. Asks for the getter,
   * not for a slot: whoever comes late must not collect for the slot's next getter. For a filter's:
   * those of a service complete in the order of their messages, see {@link #service}.
   *
   * @return whether this thread took it; then the getter completes now, or soon if it is the end
   */
  public boolean collect(Getter getter) {
    if (!memory.enter()) {
      return false;
    }
    try {
      return collector.collect(getter);
    } finally {
      memory.exit();
    }
  }

  /** {@return what travels beside a message; null if nothing does, or it is answered or unknown} */
  public @Nullable Cargo cargo(long id) {
    return records.cargo(id);
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
      return replier.reply(id, status, count, reply, offset, length);
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
    return replier.record(slot, length);
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
      return replier.replyInPlace(id, status, count, length);
    } finally {
      memory.exit();
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
    List<Watch> watches = new ArrayList<>(halves.size()); // no stream: each get comes here
    for (CalleeHalf half : halves) {
      watches.add(half.watch);
    }
    Watches.await(watches, null, waiter, done, deadline);
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
    return records.isClosed();
  }

  /** {@return whether arrivals are noticed only while a thread sleeps on the bell} */
  public boolean needsLeader() {
    return watch.bell() != null;
  }

  /**
   * Makes sure that arrivals are noticed though nobody waits for them.
   *
   * @return false if the system gives no thread
   */
  public boolean tryLeader() {
    return watch.tryLeader();
  }

  @Override
  public boolean service() {
    if (!memory.enter()) {
      return false;
    }
    try {
      boolean any = takeArrivals();
      records.feedUnfed();
      return any;
    } finally {
      memory.exit();
    }
  }

  private boolean takeArrivals() {
    collector.begin();
    try {
      return role == Role.SERVICE ? collector.collectArrived() : tellArrivals();
    } finally {
      collector.end();
    }
  }

  /** Calls have no order among them: each has its own thread. */
  private boolean tellArrivals() {
    boolean any = false;
    for (int i = 0; i < table.arrived.words(); i++) {
      any |= tellArrivals(i);
    }
    return any;
  }

  /** After an error the others are for who looks next. */
  private boolean tellArrivals(int index) {
    long drained = table.arrived.drain(index);
    long others = drained;
    try {
      while (others != 0) {
        int slot = index << 6 | Long.numberOfTrailingZeros(others);
        others &= others - 1;
        arrived(slot);
      }
    } finally {
      table.arrived.undrain(index, others);
    }
    return drained != 0;
  }

  private void arrived(int slot) {
    Getter getter = records.owner(slot);
    if (getter != null) {
      getter.arrived(this);
    }
  }

  @Override
  public int progress() {
    return records.progress();
  }

  @Override
  public boolean hasNews() {
    return records.hasArrivals();
  }

  boolean rouse() {
    return watch.rouse();
  }

  // ---- what it tells

  /** {@return what it did and does} May be called after the memory is gone. */
  public CalleeCounters counters() {
    return records.counters(replier.latencies());
  }

  // ---- the end

  /** Ends every getter and finds no waiter for any reply. May be called often, by any thread. */
  public void close() {
    List<Getter> waiting = new ArrayList<>();
    if (!memory.enter()) {
      return;
    }
    try {
      records.close(waiting);
      endAll(waiting);
    } finally {
      watch.close();
      memory.exit();
    }
  }

  private void endAll(List<Getter> waiting) {
    collector.begin();
    try {
      boolean ignored = collector.collectArrived();
    } finally {
      waiting.forEach(collector::disconnect);
      collector.end();
    }
  }
}
