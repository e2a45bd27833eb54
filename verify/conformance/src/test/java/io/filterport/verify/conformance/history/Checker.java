package io.filterport.verify.conformance.history;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Tells whether a model could have produced a recorded history. Stateless.
 *
 * <p>Wing and Gong ask for an order of single steps, one inside each call, that the sequential
 * object allows. A call that waits needs two or more such steps: it takes its place, and is served
 * later. So here each call is a small machine, and any of its steps may come anywhere between its
 * begin and its end. As Lowe does it, the history is read from front to back with the set of all
 * states that the model may be in. Steps are taken only when they must be: when a call has ended,
 * until that call is over, in every order that leads there. A state that was seen is not looked at
 * again. The history is refuted at the first event that no state is left for.
 *
 * <p>Histories are split where that loses nothing: each connection has its own, for they share
 * nothing; and at each quiet moment, for what may follow is the set of states, which is small
 * there.
 */
final class Checker {
  private Checker() {}

  /** What happened to a call, in the order of the ticks. */
  enum Kind {
    BEGIN,
    KNOWN,
    END
  }

  /** An event of the history. */
  record Event(Kind kind, int operation, long tick) {
    static final Comparator<Event> BY_TICK = Comparator.comparingLong(Event::tick);
  }

  /**
   * A sequential object. States are immutable for everybody but their maker, and know equality.
   *
   * @param <S> a state
   */
  interface Model<S> {
    /** {@return the state in which the call has begun too} */
    S begin(S state, int operation);

    /** Takes every single step that is possible. */
    void steps(S state, Consumer<S> to);

    /** {@return whether the call has taken its place} */
    boolean hasPlace(S state, int operation);

    /** {@return whether the call may end, with the result that it had} */
    boolean isOver(S state, int operation);

    /** {@return the state in which it has ended} */
    S end(S state, int operation);
  }

  /**
   * The answer.
   *
   * @param states those that the model may be in at the end; if it was refuted, before that
   * @param refuted the event that the model does not allow; null if it allows all
   */
  record Verdict<S>(Set<S> states, Event refuted) {
    boolean isExplained() {
      return refuted == null;
    }
  }

  /** {@return whether the model allows the events, from one of the starts} */
  static <S> Verdict<S> check(Model<S> model, Set<S> starts, List<Event> events) {
    Set<S> states = starts;
    for (Event event : events) {
      Set<S> next = after(model, states, event);
      if (next.isEmpty()) {
        return new Verdict<>(states, event);
      }
      states = next;
    }
    return new Verdict<>(states, null);
  }

  private static <S> Set<S> after(Model<S> model, Set<S> states, Event event) {
    int operation = event.operation();
    return switch (event.kind()) {
      case BEGIN -> mapped(states, state -> model.begin(state, operation));
      case KNOWN -> reach(model, states, state -> model.hasPlace(state, operation));
      case END ->
          mapped(
              reach(model, states, state -> model.isOver(state, operation)),
              state -> model.end(state, operation));
    };
  }

  private static <S> Set<S> mapped(Set<S> states, UnaryOperator<S> change) {
    return states.stream().map(change).collect(Collectors.toSet());
  }

  /** {@return the first states on every way that the goal holds in} */
  private static <S> Set<S> reach(Model<S> model, Set<S> states, Predicate<S> goal) {
    Set<S> seen = new HashSet<>(states);
    ArrayDeque<S> open = new ArrayDeque<>(states);
    Set<S> there = new HashSet<>();
    while (!open.isEmpty()) {
      S state = open.remove();
      if (goal.test(state)) {
        there.add(state);
      } else {
        model.steps(
            state,
            next -> {
              if (seen.add(next)) {
                open.add(next);
              }
            });
      }
    }
    return there;
  }
}
