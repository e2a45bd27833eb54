package io.filterport.verify.bench.row;

import static io.filterport.verify.bench.row.Contenders.AERON_BACKOFF;
import static io.filterport.verify.bench.row.Contenders.AERON_BACKOFF_MTU;
import static io.filterport.verify.bench.row.Contenders.AERON_SPIN;
import static io.filterport.verify.bench.row.Contenders.AERON_SPIN_MTU;
import static io.filterport.verify.bench.row.Contenders.C_FUTEX;
import static io.filterport.verify.bench.row.Contenders.C_SPIN;
import static io.filterport.verify.bench.row.Contenders.GRPC;
import static io.filterport.verify.bench.row.Contenders.JDK;
import static io.filterport.verify.bench.row.Contenders.MESSAGE;
import static io.filterport.verify.bench.row.Contenders.MESSAGE_QUEUE;
import static io.filterport.verify.bench.row.Contenders.MESSAGE_SERVICE;
import static io.filterport.verify.bench.row.Contenders.SEND;
import static io.filterport.verify.bench.row.Contenders.SEND_ARRAYS;
import static io.filterport.verify.bench.row.Contenders.bothWays;
import static io.filterport.verify.bench.row.Contenders.bothWaysForMany;
import static io.filterport.verify.bench.row.Contenders.each;
import static io.filterport.verify.bench.row.Contenders.together;
import static io.filterport.verify.bench.row.Goal.atMost;
import static io.filterport.verify.bench.row.Goal.timesAtLeast;
import static io.filterport.verify.bench.row.Goal.timesAtMost;
import static io.filterport.verify.bench.row.Goal.timesFaster;

import io.filterport.verify.bench.embedded.EmbeddedPeer;
import io.filterport.verify.bench.peer.Waiting;
import io.filterport.verify.bench.process.Scheduling;
import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.Figure;
import io.filterport.verify.bench.row.Row.Means;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The rows that have something to reach. Stateless. */
final class GoalRows {
  private static final int LARGE = 64 << 10;
  private static final int MANY_CALLERS = 16;
  private static final int MANY_CONNECTIONS = 1_000;

  /** Less than a byte for each round trip is what a process allocates that does nothing. */
  private static final double NO_BYTES = 0.5;

  /** Less is what a JVM does by itself. */
  private static final double NO_CPU_PERCENT = 0.5;

  private GoalRows() {}

  static List<Row> all() {
    return List.of(
        roundTrip(),
        neverSpinning(),
        throughput(),
        large(),
        oneCpu(),
        embedded(),
        idleConnections(),
        allocation());
  }

  private static Row roundTrip() {
    return new Row(
        "round-trip",
        "A round trip: 64 bytes, one caller",
        Means.PAIRS,
        together(
            List.of(SEND, MESSAGE, C_SPIN, JDK, AERON_SPIN, AERON_BACKOFF, GRPC),
            each(what -> what.waiting(Waiting.ALWAYS), SEND, MESSAGE)),
        Columns.LATENCY,
        bothWays(
            UnaryOperator.identity(),
            ours ->
                Stream.of(
                    timesAtMost(2.5, C_SPIN, Figure.P50, ours),
                    timesFaster(50, JDK, Figure.P50, ours).inEveryRound())));
  }

  private static Row neverSpinning() {
    UnaryOperator<Case> never = what -> what.waiting(Waiting.NEVER);
    List<Case> cases = together(each(never, SEND, MESSAGE), List.of(C_FUTEX));
    return new Row(
        "never-spinning",
        "The same, never spinning",
        Means.PAIRS,
        together(cases, cases.stream().map(what -> what.scheduling(Scheduling.ONE_CPU)).toList()),
        Columns.LATENCY,
        bothWays(never, ours -> Stream.of(timesAtMost(1.15, C_FUTEX, Figure.P50, ours))));
  }

  private static Row throughput() {
    UnaryOperator<Case> many = what -> what.callers(MANY_CALLERS);
    Case aeron = many.apply(AERON_BACKOFF);
    return new Row(
        "throughput",
        "16 callers, 64 bytes",
        Means.PAIRS,
        each(many, SEND, MESSAGE_QUEUE, MESSAGE, JDK, AERON_BACKOFF, AERON_SPIN, GRPC),
        Columns.LATENCY,
        bothWaysForMany(
            many,
            ours ->
                Stream.of(
                    timesAtLeast(1, aeron, Figure.PER_SECOND, ours),
                    timesAtMost(1, aeron, Figure.P99, ours),
                    timesAtLeast(5, many.apply(JDK), Figure.PER_SECOND, ours))));
  }

  private static Row large() {
    UnaryOperator<Case> large = what -> what.size(LARGE);
    List<Case> aeron = each(large, AERON_SPIN, AERON_BACKOFF, AERON_SPIN_MTU, AERON_BACKOFF_MTU);
    return new Row(
        "large",
        "A round trip: 64 KiB, one caller",
        Means.PAIRS,
        together(each(large, SEND, MESSAGE, C_SPIN, JDK, GRPC), aeron),
        Columns.LATENCY,
        bothWays(large, ours -> aeron.stream().map(it -> timesFaster(2, it, Figure.P50, ours))));
  }

  private static Row oneCpu() {
    UnaryOperator<Case> oneCpu = what -> what.scheduling(Scheduling.ONE_CPU);
    return new Row(
        "one-cpu",
        "Both processes on one processor: 64 bytes, one caller",
        Means.PAIRS,
        each(oneCpu, SEND, MESSAGE, C_FUTEX, JDK, AERON_BACKOFF, AERON_SPIN, GRPC),
        Columns.LATENCY,
        bothWays(
            oneCpu,
            ours ->
                Stream.of(
                    timesFaster(2, oneCpu.apply(JDK), Figure.P50, ours),
                    timesAtMost(1.15, oneCpu.apply(C_FUTEX), Figure.P50, ours))));
  }

  private static Row embedded() {
    Case queues = EmbeddedPeer.QUEUES.asCase();
    return new Row(
        "embedded",
        "A round trip inside one JVM: 64 bytes, one caller",
        Means.EMBEDDED,
        Stream.of(EmbeddedPeer.values()).map(EmbeddedPeer::asCase).toList(),
        List.of(Figure.P50, Figure.P99, Figure.P999, Figure.PER_SECOND),
        Stream.of(EmbeddedPeer.SEND, EmbeddedPeer.MESSAGE)
            .map(ours -> timesAtMost(1, queues, Figure.P50, ours.asCase()))
            .toList());
  }

  private static Row idleConnections() {
    Case many = SEND.idle(MANY_CONNECTIONS);
    return new Row(
        "connections",
        "Idle connections beside a used one: 64 bytes, one caller",
        Means.IDLE_CONNECTIONS,
        Stream.of(SEND, JDK)
            .flatMap(peer -> Stream.of(0, 1, 10, 100, MANY_CONNECTIONS).map(peer::idle))
            .toList(),
        List.of(
            Figure.IDLE_KIB, Figure.IDLE_CPU_PERCENT, Figure.P50, Figure.P99, Figure.PER_SECOND),
        List.of(
            atMost(Figure.IDLE_KIB, many, 20),
            atMost(Figure.IDLE_CPU_PERCENT, many, NO_CPU_PERCENT),
            timesAtMost(1.1, SEND, Figure.P50, many)));
  }

  private static Row allocation() {
    return new Row(
        "allocation",
        "What a round trip allocates: 64 bytes, one caller",
        Means.PAIRS,
        List.of(SEND, SEND_ARRAYS, MESSAGE, MESSAGE_QUEUE, MESSAGE_SERVICE, JDK, AERON_SPIN, GRPC),
        List.of(Figure.CALLER_BYTES, Figure.ANSWERER_BYTES, Figure.P50),
        bothWays(
            UnaryOperator.identity(),
            ours ->
                Stream.of(
                    atMost(Figure.CALLER_BYTES, ours, NO_BYTES),
                    atMost(Figure.ANSWERER_BYTES, ours, NO_BYTES))));
  }
}
