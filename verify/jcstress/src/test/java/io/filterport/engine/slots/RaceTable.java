package io.filterport.engine.slots;

import io.filterport.WaitPolicy;
import io.filterport.engine.slots.CallerHalf.Cargo;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * One table on the heap with its two halves, as embedded unless told otherwise: the ringing thread
 * does the other half's bookkeeping. Small, for each race has a new one.
 */
final class RaceTable {
  static final int SLOTS = 64;

  /** What every message carries, and every reply. */
  static final long QUESTION = 6;

  static final long ANSWER = 42;

  /** The id of the first message that wants a reply. */
  static final long FIRST_ID = 1;

  /** A getter's buffer that fits every message here. */
  static final int ROOMY = CalleeHalf.HEADER + Long.BYTES;

  private static final int BYTES = ConnectionLayout.LINES + SLOTS * ConnectionLayout.LINE;

  final CallerHalf caller;
  final CalleeHalf callee;

  private final MemorySegment control = MemorySegment.ofArray(new long[BYTES >>> 3]);
  private final SlotTable table;
  private final @Nullable Cargo cargo;
  private volatile boolean callerWoken;
  private volatile @Nullable String breach;

  /** Both bells inline. */
  RaceTable() {
    this(null, null, null);
  }

  /**
   * Both bells inline.
   *
   * @param whenClaimed run by a sender after it has claimed and before it delivers
   */
  RaceTable(Runnable whenClaimed) {
    this(
        (slot, generation) -> {
          whenClaimed.run();
          return true;
        },
        null,
        null);
  }

  /**
   * The callee's bell as between processes.
   *
   * @param sleep how its leader sleeps
   */
  RaceTable(Sleep sleep) {
    this(null, sleep, null);
  }

  private RaceTable(
      @Nullable Cargo cargo, @Nullable Sleep calleeSleep, @Nullable Sleep callerSleep) {
    this.cargo = cargo;
    Bell.Inline inlineSettlements = new Bell.Inline();
    Bell.Inline inlineArrivals = new Bell.Inline();
    table =
        new SlotTable(
            control,
            0,
            SLOTS,
            new SharedFlag(control, ConnectionLayout.CLIENT_FLAG),
            new SharedFlag(control, ConnectionLayout.CLIENT_FLAG + ConnectionLayout.LINE),
            new Records.Heap(SLOTS, Long.BYTES),
            new Records.Heap(SLOTS, Long.BYTES),
            bell(ConnectionLayout.ARRIVAL_BELL, calleeSleep, inlineArrivals),
            bell(ConnectionLayout.CALLER_BELL, callerSleep, inlineSettlements));
    Breach report = reason -> breach = reason;
    caller = new CallerHalf(table, report, new Rundown(), WaitPolicy.NEVER_SPIN, false, "");
    callee =
        new CalleeHalf(
            table, report, new Rundown(), WaitPolicy.NEVER_SPIN, CalleeHalf.Role.SERVICE, "");
    inlineSettlements.listen(this::serveCaller);
    inlineArrivals.listen(callee::service);
  }

  /**
   * The caller's bell as between processes.
   *
   * @param sleep how its only sleeper sleeps
   */
  static RaceTable withCallerBell(Sleep sleep) {
    return new RaceTable(null, null, sleep);
  }

  private Bell bell(long offset, @Nullable Sleep sleep, Bell inline) {
    return sleep == null ? inline : new SharedBell(control, offset, sleep);
  }

  /** From now on a message that arrives is not noticed. */
  void stopListening() {
    table.arrivalBell.unmark();
  }

  /** From now on rings are heard; what came before is for who looks. */
  void listen() {
    table.arrivalBell.mark();
  }

  /** A bit that comes before its message, or was left by an earlier one. */
  void announceNothing(int slot) {
    table.arrived.add(slot);
  }

  private void serveCaller() {
    if (caller.hasNews()) {
      callerWoken = true;
    }
    caller.service();
  }

  /** {@return whether a bell told the caller half of a reply, or of an offer while hungry} */
  boolean callerWasWoken() {
    return callerWoken;
  }

  /** {@return how a call with a reply ended, and what was replied} */
  String call(Deadline deadline) {
    MemorySegment reply = longs(0);
    CallOutcome outcome =
        caller.call(
            longs(QUESTION),
            true,
            reply,
            cargo,
            LookingClock.SPAN,
            new LookingClock(deadline),
            false);
    return outcome.kind() == CallOutcome.Kind.SETTLED
        ? "SETTLED " + reply.get(ValueLayout.JAVA_LONG, 0)
        : outcome.kind().name();
  }

  /** {@return how a one-way call ended} */
  String send(Deadline deadline) {
    return send(QUESTION, deadline);
  }

  /** {@return how a one-way call ended, that carries what is given} */
  String send(long message, Deadline deadline) {
    return caller
        .call(
            longs(message),
            false,
            null,
            cargo,
            LookingClock.SPAN,
            new LookingClock(deadline),
            false)
        .kind()
        .name();
  }

  /** {@return what became of a reply to the first message} */
  String reply() {
    return callee.reply(FIRST_ID, 0, 0, longs(ANSWER), 0, Long.BYTES).name();
  }

  private static MemorySegment longs(long value) {
    return MemorySegment.ofArray(new long[] {value});
  }

  Probe offer() {
    return offer(ROOMY);
  }

  /** One that no message here fits. */
  Probe offerTooSmall() {
    return offer(CalleeHalf.HEADER);
  }

  private Probe offer(int capacity) {
    Probe getter = new Probe(capacity);
    callee.offer(getter);
    return getter;
  }

  /** Offers in all slots but the given number, each too small for any message here. */
  void fillAllBut(int left) {
    Probe tiny = new Probe(CalleeHalf.HEADER);
    for (int i = left; i < SLOTS; i++) {
      callee.offer(tiny);
    }
  }

  /** Both halves, as the end of a connection does it. */
  void closeBoth() {
    callee.close();
    caller.close();
  }

  /** {@return the state of the only slot that the race used; to be asked last} */
  String slotAfterwards() {
    return unlessBreached(offer().slot == 0 ? "slot free" : "slot lost");
  }

  /** {@return how a getter ended} */
  String end(Probe getter) {
    return unlessBreached(getter.end());
  }

  /** {@return whether a getter that waited for a slot has one} */
  String offered(Probe getter) {
    return unlessBreached(getter.isOffered() ? "offered" : "starves");
  }

  /** {@return what is given, or the breach that one honest half saw in the other} */
  String unlessBreached(String what) {
    String reason = breach;
    return reason == null ? what : "breach: " + reason;
  }
}
