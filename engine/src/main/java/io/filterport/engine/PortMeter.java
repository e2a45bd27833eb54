package io.filterport.engine;

import io.filterport.engine.slots.CalleeCounters;
import io.filterport.engine.slots.CallerCounters;
import io.filterport.engine.slots.Halves;
import io.filterport.engine.slots.Latencies;
import io.filterport.filter.PortActivity;
import io.filterport.filter.PortActivity.ConnectionActivity;
import io.filterport.filter.PortActivity.Traffic;
import io.filterport.filter.SendResult.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens at one port. Safe for use by any thread.
 *
 * <p>What happens to every message is counted by the halves of its connection, under locks that
 * they hold anyway; here only what they do not know, which is rare. A connection's numbers become
 * the port's own when its memory goes, for then nobody calls any more.
 */
final class PortMeter {
  private final LongAdder accepted = new LongAdder();
  private final Map<Refusal, LongAdder> refused = adders(Refusal.class);
  private final Map<Ending, LongAdder> ended = adders(Ending.class);
  private final Map<Outcome, LongAdder> sent = adders(Outcome.class);

  // guarded by this
  private final Map<Connection, Halves> live = new LinkedHashMap<>();
  private final Sums past = new Sums();

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> of) {
    Map<E, LongAdder> adders = new EnumMap<>(of);
    for (E each : of.getEnumConstants()) {
      adders.put(each, new LongAdder());
    }
    return adders;
  }

  void accepted() {
    accepted.increment();
  }

  void refused(Refusal why) {
    count(refused, why);
  }

  void ended(Ending how) {
    count(ended, how);
  }

  /** For outcomes that the caller's half does not count. */
  void sent(Outcome outcome) {
    count(sent, outcome);
  }

  private static <E extends Enum<E>> void count(Map<E, LongAdder> adders, E what) {
    LongAdder adder = adders.get(what);
    if (adder != null) {
      adder.increment();
    }
  }

  synchronized void begin(Connection connection, Halves halves) {
    live.put(connection, halves);
  }

  /** Nobody is inside the connection's memory any more. */
  synchronized void retire(Connection connection) {
    Halves halves = live.remove(connection);
    if (halves != null) {
      past.add(halves.caller().counters());
      past.add(halves.callee().counters());
    }
  }

  PortActivity snapshot(String port, String filter, int taken, int max) {
    Sums sums = new Sums();
    List<ConnectionActivity> connections = new ArrayList<>();
    synchronized (this) {
      sums.add(past);
      live.forEach((connection, halves) -> connections.add(add(connection, halves, sums)));
    }
    return new PortActivity(
        port,
        filter,
        taken,
        max,
        accepted.sum(),
        labelled(refused),
        labelled(ended),
        sums.toService(labelled(sent)),
        sums.toFilter(),
        connections);
  }

  private static ConnectionActivity add(Connection connection, Halves halves, Sums sums) {
    CallerCounters caller = halves.caller().counters();
    CalleeCounters callee = halves.callee().counters();
    sums.add(caller);
    sums.add(callee);
    sums.hold(caller, callee);
    return new ConnectionActivity(
        connection.id(),
        connection.client().processId(),
        caller.delivered(),
        callee.collected(),
        caller.slotsUsed() + caller.inLine(),
        caller.oldestNanos());
  }

  private static Map<String, Long> labelled(Map<? extends Enum<?>, LongAdder> adders) {
    Map<String, Long> sums = new LinkedHashMap<>();
    adders.forEach((what, adder) -> sums.put(Labels.of(what), adder.sum()));
    return sums;
  }

  /** The numbers of some connections. */
  private static final class Sums {
    private long told;
    private long settled;
    private long answered;
    private long late;
    private final Latencies toService = new Latencies();
    private final Latencies toFilter = new Latencies();

    // of those alive
    private int callerUsed;
    private int callerSlots;
    private int calleeUsed;
    private int calleeSlots;
    private int inLine;
    private long oldestNanos;

    void add(Sums other) {
      told += other.told;
      settled += other.settled;
      answered += other.answered;
      late += other.late;
      toService.addAll(other.toService);
      toFilter.addAll(other.toFilter);
    }

    void add(CallerCounters caller) {
      told += caller.told();
      settled += caller.settled();
      toService.addAll(caller.latencies());
    }

    void add(CalleeCounters callee) {
      answered += callee.answered();
      late += callee.late();
      toFilter.addAll(callee.latencies());
    }

    void hold(CallerCounters caller, CalleeCounters callee) {
      callerUsed += caller.slotsUsed();
      callerSlots += caller.slots();
      calleeUsed += callee.slotsUsed();
      calleeSlots += callee.slots();
      inLine += caller.inLine();
      oldestNanos = Math.max(oldestNanos, caller.oldestNanos());
    }

    Traffic toService(Map<String, Long> outcomes) {
      long truncated = outcomes.getOrDefault(Labels.of(Outcome.REPLY_TRUNCATED), 0L);
      outcomes.put(Labels.of(Outcome.DELIVERED), told);
      outcomes.put(Labels.of(Outcome.REPLIED), Math.max(0, settled - truncated));
      return new Traffic(
          outcomes, callerUsed, callerSlots, inLine, oldestNanos, toService.snapshot());
    }

    Traffic toFilter() {
      Map<String, Long> outcomes = Map.of("answered", answered, "late", late);
      return new Traffic(outcomes, calleeUsed, calleeSlots, 0, 0, toFilter.snapshot());
    }
  }
}
