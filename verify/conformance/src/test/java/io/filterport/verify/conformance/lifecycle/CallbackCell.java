package io.filterport.verify.conformance.lifecycle;

import io.filterport.NtStatus;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A cell of the first table of docs/lifecycle.md, and what its callback does. Immutable. */
record CallbackCell(ApiCall call, Where where, Ending ending) {
  static final Table TABLE = Table.of("call");

  private static final String CALLER = "caller ";
  private static final String BESIDE = "beside ";
  private static final String WAITS = "waits";
  private static final String WAITS_IN_ONE_JVM = "waits in one JVM";
  private static final String DEAD = "dead";

  /** {@return every cell that can be} */
  static Stream<CallbackCell> all() {
    return ApiCall.all().stream()
        .flatMap(call -> Stream.of(Where.values()).flatMap(where -> of(call, where)))
        .filter(CallbackCell::isPossible);
  }

  private static Stream<CallbackCell> of(ApiCall call, Where where) {
    return Stream.of(Ending.values()).map(ending -> new CallbackCell(call, where, ending));
  }

  private boolean isPossible() {
    boolean inCallback = where != Where.NOWHERE || ending == Ending.RETURNS;
    return inCallback && !text(where).equals("–");
  }

  private String text(Where column) {
    return TABLE.cell(call.title(), column.title);
  }

  private List<String> parts(Where column) {
    return List.of(text(column).split("; ", -1));
  }

  private String part(String begin, String otherwise) {
    return parts(where).stream()
        .filter(part -> part.startsWith(begin))
        .findFirst()
        .map(part -> part.substring(begin.length()))
        .orElse(otherwise);
  }

  /** {@return how the call ends inside the callback} */
  String outcome() {
    return parts(where).getFirst();
  }

  /** What would wait for its own callback waits where another thread calls it. */
  private String beside() {
    boolean refused = outcome().equals(Words.of(NtStatus.INVALID_DEVICE_REQUEST));
    return part(BESIDE, refused ? WAITS : outcome());
  }

  /** {@return whether another thread's call waits for the callback} */
  boolean waits(boolean oneJvm) {
    return beside().equals(WAITS) || (oneJvm && beside().equals(WAITS_IN_ONE_JVM));
  }

  /** {@return how another thread's call ends in the end} */
  String outcomeBeside() {
    return beside().startsWith(WAITS) ? Words.DONE : beside();
  }

  /** {@return whether the call itself ends the connection, made by another thread} */
  private boolean endsItBeside() {
    return ending == Ending.WATCHES && parts(Where.NOWHERE).contains(DEAD);
  }

  /** {@return what whoever made the callback run may be told} */
  Set<String> caller() {
    if (endsItBeside()) {
      return where.callerOfTheEnded();
    }
    boolean told = ending == Ending.THROWS && where.tellsAThrow();
    String otherwise = told ? Words.of(NtStatus.UNSUCCESSFUL) : Words.DONE;
    return Set.of(ending == Ending.WATCHES ? otherwise : part(CALLER, otherwise));
  }

  /** {@return whether the caller goes on when the callback has returned only} */
  boolean holdsItsCaller() {
    return where.holdsItsCaller() && !text(where).contains(CALLER);
  }

  boolean isDead() {
    return where.endsTheConnection(ending)
        || endsItBeside()
        || (ending != Ending.WATCHES && parts(where).contains(DEAD));
  }

  /** {@return whether the call ends what all filters need, or waits to do so} */
  boolean endsTheManager() {
    String told = ending == Ending.WATCHES ? outcomeBeside() : outcome();
    return call.title().equals(FilterCalls.CLOSE_MANAGER) && told.equals(Words.DONE);
  }

  @Override
  public String toString() {
    return call.title() + ", in " + where.title + ", which " + ending.title;
  }
}
