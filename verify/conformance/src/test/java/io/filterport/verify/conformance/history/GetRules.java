package io.filterport.verify.conformance.history;

import io.filterport.NtStatus;
import io.filterport.verify.conformance.history.PortState.Phase;
import java.util.function.Consumer;

/** FilterGetMessage: refused, or outstanding until a message, a cancel or the end comes. */
final class GetRules implements Rules {
  private final History history;

  GetRules(History history) {
    this.history = history;
  }

  @Override
  public void steps(PortState state, int me, Consumer<PortState> to) {
    switch (state.phase(me)) {
      case STARTED -> arrive(state, me, to);
      case BARRED -> refuse(state, me, NtStatus.INVALID_HANDLE, to);
      default -> {}
    }
  }

  private void arrive(PortState state, int me, Consumer<PortState> to) {
    if (state.handleClosed) {
      refuse(state, me, NtStatus.INVALID_HANDLE, to);
    }
    if (state.serviceShut) {
      refuse(state, me, NtStatus.PORT_DISCONNECTED, to);
    } else if (history.get(me).got().accepted()) {
      PortState next = state.copy();
      next.open(me);
      to.accept(next);
    }
  }

  /** A blocking get that is refused looks like one that was ended. */
  private void refuse(PortState state, int me, NtStatus status, Consumer<PortState> to) {
    Operation operation = history.get(me);
    boolean overlapped = ((Call.Get) operation.call()).overlapped();
    if (operation.got().status() == status.value() && !(overlapped && operation.got().accepted())) {
      to.accept(state.copy().set(me, Phase.OVER));
    }
  }

  /**
   * {@return whether the call is over} An end takes no step: from the moment that the service's
   * side is shut, a getter that will be told of it is out of the way of senders, who may still
   * reach one whose turn has not come (GET-19).
   */
  boolean isOver(PortState state, int me) {
    return state.is(me, Phase.OVER) || state.is(me, Phase.ENDED) || isEnding(state, me);
  }

  private boolean isEnding(PortState state, int me) {
    return state.serviceShut
        && (state.is(me, Phase.OPEN) || state.is(me, Phase.BROKEN))
        && Agreement.isDisconnected(history.get(me));
  }

  /** {@return whether a message can reach it} */
  boolean isOpen(PortState state, int me) {
    return state.is(me, Phase.OPEN) && !isEnding(state, me);
  }

  /** {@return the state in which the call has ended} */
  static PortState end(PortState state, int me) {
    PortState next = state.copy();
    if (state.is(me, Phase.OPEN)) {
      next.leave(me);
    }
    return next.set(me, Phase.ENDED);
  }
}
