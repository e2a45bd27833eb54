package io.filterport.verify.bench.row;

import io.filterport.verify.bench.result.Case;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The peers as cases of 64 bytes and one caller, which rows change to their needs. Stateless. */
final class Contenders {
  static final Case SEND = Case.of("filterport-send");
  static final Case SEND_ARRAYS = Case.of("filterport-send-arrays");
  static final Case MESSAGE = Case.of("filterport-message");
  static final Case MESSAGE_QUEUE = Case.of("filterport-message-queue");
  static final Case MESSAGE_SERVICE = Case.of("filterport-message-service");
  static final Case JDK = Case.of("jdk");
  static final Case AERON_SPIN = Case.of("aeron-spin");
  static final Case AERON_SPIN_MTU = Case.of("aeron-spin-mtu");
  static final Case AERON_BACKOFF = Case.of("aeron-backoff");
  static final Case AERON_BACKOFF_MTU = Case.of("aeron-backoff-mtu");
  static final Case GRPC = Case.of("grpc");
  static final Case C_SPIN = Case.of("c-spin");
  static final Case C_FUTEX = Case.of("c-futex");

  private Contenders() {}

  static List<Case> each(UnaryOperator<Case> change, Case... cases) {
    return Stream.of(cases).map(change).toList();
  }

  static List<Case> together(List<Case> some, List<Case> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /** {@return the goals of Filterport's two directions} */
  static List<Goal> bothWays(UnaryOperator<Case> change, Function<Case, Stream<Goal>> goals) {
    return Stream.of(SEND, MESSAGE).map(change).flatMap(goals).toList();
  }

  /** {@return the goals of both directions, for many callers: with a get for each} */
  static List<Goal> bothWaysForMany(
      UnaryOperator<Case> change, Function<Case, Stream<Goal>> goals) {
    return Stream.of(SEND, MESSAGE_QUEUE).map(change).flatMap(goals).toList();
  }
}
