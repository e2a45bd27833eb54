package io.filterport.verify.bench.row;

import static io.filterport.verify.bench.row.Contenders.AERON_BACKOFF;
import static io.filterport.verify.bench.row.Contenders.AERON_SPIN;
import static io.filterport.verify.bench.row.Contenders.AERON_SPIN_MTU;
import static io.filterport.verify.bench.row.Contenders.GRPC;
import static io.filterport.verify.bench.row.Contenders.JDK;
import static io.filterport.verify.bench.row.Contenders.MESSAGE;
import static io.filterport.verify.bench.row.Contenders.MESSAGE_QUEUE;
import static io.filterport.verify.bench.row.Contenders.MESSAGE_SERVICE;
import static io.filterport.verify.bench.row.Contenders.SEND;
import static io.filterport.verify.bench.row.Contenders.each;

import io.filterport.verify.bench.peer.Waiting;
import io.filterport.verify.bench.process.Scheduling;
import io.filterport.verify.bench.result.Case;
import io.filterport.verify.bench.result.Figure;
import io.filterport.verify.bench.row.Row.Means;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rows that show how costs grow, and what else is worth knowing. Stateless. */
final class CurveRows {
  private static final int LARGEST = 1 << 20;

  private CurveRows() {}

  static List<Row> all() {
    return List.of(loaded(), systemCalls(), callers(), sizes(), matrix(), pauses(), spins());
  }

  private static Row loaded() {
    return new Row(
        "loaded",
        "A busy loop on each processor besides: 64 bytes, one caller",
        Means.PAIRS,
        each(
            what -> what.scheduling(Scheduling.LOADED),
            SEND,
            MESSAGE,
            JDK,
            AERON_BACKOFF,
            AERON_SPIN,
            GRPC),
        Columns.LATENCY,
        List.of());
  }

  private static Row systemCalls() {
    return new Row(
        "system-calls",
        "System calls and context switches of a round trip: 64 bytes, one caller",
        Means.SYSTEM_CALLS,
        List.of(SEND, MESSAGE, JDK, AERON_BACKOFF, GRPC),
        List.of(
            Figure.CALLER_SYSCALLS,
            Figure.ANSWERER_SYSCALLS,
            Figure.CALLER_SWITCHES,
            Figure.ANSWERER_SWITCHES,
            Figure.P50),
        List.of());
  }

  private static Row callers() {
    return new Row(
        "callers",
        "From 1 to 64 callers: 64 bytes",
        Means.BRIEF_PAIRS,
        Stream.of(SEND, MESSAGE_QUEUE, MESSAGE, JDK, AERON_BACKOFF, GRPC)
            .flatMap(peer -> Stream.of(1, 2, 4, 8, 16, 32, 64).map(peer::callers))
            .toList(),
        Columns.LATENCY,
        List.of());
  }

  private static Row sizes() {
    return new Row(
        "sizes",
        "From 16 bytes to 1 MiB: one caller",
        Means.BRIEF_PAIRS,
        Stream.of(SEND, MESSAGE, JDK, AERON_SPIN_MTU, GRPC)
            .flatMap(
                peer -> IntStream.iterate(16, n -> n <= LARGEST, n -> 4 * n).mapToObj(peer::size))
            .toList(),
        Columns.LATENCY,
        List.of());
  }

  private static Row pauses() {
    return new Row(
        "pauses",
        "A caller that does something else between two round trips: 64 bytes",
        Means.BRIEF_PAIRS,
        Stream.of(SEND, SEND.waiting(Waiting.NEVER), SEND.waiting(Waiting.ALWAYS), MESSAGE, JDK)
            .flatMap(peer -> Stream.of(1, 5, 10, 20, 50, 100, 200, 500, 1000).map(peer::pause))
            .toList(),
        Columns.LATENCY,
        List.of());
  }

  private static Row spins() {
    return new Row(
        "spins",
        "How long a spin is at most: 64 bytes, one caller, 20 µs between two round trips",
        Means.BRIEF_PAIRS,
        Stream.of(SEND, MESSAGE)
            .flatMap(peer -> Stream.of(1, 2, 5, 10, 20, 40, 80, 160).map(peer::spin))
            .map(what -> what.pause(20))
            .toList(),
        Columns.LATENCY,
        List.of());
  }

  private static Row matrix() {
    return new Row(
        "matrix",
        "Sizes and callers",
        Means.BRIEF_PAIRS,
        Stream.of(64, 1 << 10, 64 << 10, LARGEST)
            .flatMap(size -> Stream.of(1, 4, 16).flatMap(callers -> matrix(size, callers)))
            .toList(),
        Columns.LATENCY,
        List.of());
  }

  private static Stream<Case> matrix(int size, int callers) {
    return each(
        what -> what.size(size).callers(callers),
        SEND,
        MESSAGE,
        MESSAGE_SERVICE,
        JDK,
        AERON_SPIN,
        AERON_BACKOFF,
        GRPC)
        .stream();
  }
}
