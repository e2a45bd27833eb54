package io.filterport.verify.conformance.history;

import io.filterport.verify.conformance.history.PortState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** CancelIoEx for one get or for all, and a look at a get. They need no open handle (HND-10). */
final class CancelRules implements Rules {
  private final History history;
  private final GetRules gets;

  /** By getter: whether a cancel of this one get was what cancelled it. */
  private final boolean[] singled;

  CancelRules(History history, GetRules gets) {
    this.history = history;
    this.gets = gets;
    singled = new boolean[history.size()];
    for (int i = 0; i < history.size(); i++) {
      if (history.get(i).call() instanceof Call.Cancel cancel && isSuccessful(i)) {
        singled[history.indexOf(cancel.get())] = true;
      }
    }
  }

  @Override
  public void steps(PortState state, int me, Consumer<PortState> to) {
    switch (history.get(me).call()) {
      case Call.Cancel cancel -> cancel(state, me, history.indexOf(cancel.get()), to);
      case Call.CancelAll ignored -> cancelAll(state, me, to);
      case Call.Look look -> look(state, me, history.indexOf(look.get()), to);
      default -> throw new IllegalArgumentException();
    }
  }

  private boolean isSuccessful(int me) {
    return ((Result.Cancelled) history.get(me).result()).any();
  }

  /** GET-30, GET-31. */
  private void cancel(PortState state, int me, Integer getter, Consumer<PortState> to) {
    boolean possible = getter != null && state.is(getter, Phase.OPEN) && !state.serviceShut;
    if (possible == isSuccessful(me)) {
      PortState next = state.copy().set(me, Phase.OVER);
      if (!possible || withdraw(next, getter)) {
        to.accept(next);
      }
    }
  }

  private boolean withdraw(PortState state, int getter) {
    state.leave(getter);
    state.set(getter, Phase.OVER);
    return isCancelled(getter);
  }

  private boolean isCancelled(int getter) {
    return Agreement.isCancelled(history.get(getter));
  }

  // ---- all

  /** One after the other: all that were known before the call, and perhaps some that came later. */
  private void cancelAll(PortState state, int me, Consumer<PortState> to) {
    if (isSuccessful(me) && !state.serviceShut) {
      withdrawSome(state, me, to);
    }
    if (state.is(me, Phase.CANCELLING) == isSuccessful(me) && hasCancelledAll(state, me)) {
      to.accept(state.copy().set(me, Phase.OVER));
    }
  }

  /**
   * It does no harm to withdraw a getter early that will be cancelled, as long as every cancel of
   * all that says so has had one. So they go together where no other could be meant.
   */
  private void withdrawSome(PortState state, int me, Consumer<PortState> to) {
    List<Integer> mine = new ArrayList<>();
    for (int getter : state.getters()) {
      if (isCancelled(getter) && !singled[getter]) {
        if (isWantedElsewhere(state, me, getter)) {
          withdraw(state, me, List.of(getter), to);
        } else {
          mine.add(getter);
        }
      }
    }
    if (!mine.isEmpty()) {
      withdraw(state, me, mine, to);
    }
  }

  private void withdraw(PortState state, int me, List<Integer> getters, Consumer<PortState> to) {
    PortState next = state.copy().set(me, Phase.CANCELLING);
    for (int getter : getters) {
      next.leave(getter);
      next.set(getter, Phase.OVER);
    }
    to.accept(next);
  }

  /** {@return whether another cancel of all, now or later, may be the one that cancelled it} */
  private boolean isWantedElsewhere(PortState state, int me, int getter) {
    boolean mustGo = isBefore(getter, me);
    for (int other = 0; other < history.size(); other++) {
      if (other != me
          && history.get(other).call() instanceof Call.CancelAll
          && isSuccessful(other)
          && !state.is(other, Phase.OVER)
          && !state.is(other, Phase.ENDED)
          && !(mustGo && history.get(other).begin() > history.get(me).end())) {
        return true;
      }
    }
    return false;
  }

  /** GET-29. */
  private boolean hasCancelledAll(PortState state, int me) {
    for (int getter : state.getters()) {
      if (gets.isOpen(state, getter) && isBefore(getter, me)) {
        return false;
      }
    }
    return true;
  }

  private boolean isBefore(int getter, int me) {
    return history.get(getter).known() < history.get(me).begin();
  }

  // ---- looks

  /** A get that was seen complete is complete for good (GET-20). */
  private void look(PortState state, int me, int getter, Consumer<PortState> to) {
    boolean complete = ((Result.Looked) history.get(me).result()).complete();
    if (complete ? gets.isOver(state, getter) : !state.is(getter, Phase.ENDED)) {
      to.accept(state.copy().set(me, Phase.OVER));
    }
  }
}
