package io.filterport.verify.conformance.history;

import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.conformance.history.PortState.Phase;
import java.util.function.Consumer;

/** FltSendMessage: arrives, perhaps stands in line, perhaps waits for its reply. */
final class SendRules implements Rules {
  private final History history;
  private final Matching matching;

  SendRules(History history, Matching matching) {
    this.history = history;
    this.matching = matching;
  }

  @Override
  public void steps(PortState state, int me, Consumer<PortState> to) {
    switch (state.phase(me)) {
      case STARTED -> arrive(state, me, to);
      case IN_LINE -> leaveLine(state, me, to);
      case WAITING, HELD -> giveUp(state, me, to);
      case BROKEN -> breakOff(state, me, to);
      default -> {}
    }
  }

  private void arrive(PortState state, int me, Consumer<PortState> to) {
    PortState next = state.copy();
    if (state.sendersShut) {
      if (isDisconnected(me)) {
        to.accept(next.set(me, Phase.OVER));
      }
    } else if (matching.isItsTurn(state) && matching.arrive(next, me)) {
      to.accept(next);
    }
  }

  /** A timeout may come at any time while nobody has the message, the end when it is there. */
  private void leaveLine(PortState state, int me, Consumer<PortState> to) {
    boolean mayGo = Forms.isNotDelivered(history.get(me)) && !state.isAtWork();
    if (mayGo || (state.sendersShut && isDisconnected(me))) {
      PortState next = state.copy();
      next.leaveLine(me);
      next.set(me, Phase.OVER);
      next.serving = !state.sendersShut;
      to.accept(next);
    }
  }

  private void giveUp(PortState state, int me, Consumer<PortState> to) {
    Outcome outcome = history.get(me).sent().outcome();
    if (outcome == Outcome.TIMEOUT_NO_REPLY || (state.sendersShut && isDisconnected(me))) {
      to.accept(state.copy().set(me, Phase.OVER));
    }
  }

  /** It met a getter, but the service's side was shut before the message. */
  private static void breakOff(PortState state, int me, Consumer<PortState> to) {
    if (state.serviceShut) {
      to.accept(state.copy().set(me, Phase.OVER));
    }
  }

  private boolean isDisconnected(int me) {
    return history.get(me).sent().outcome() == Outcome.DISCONNECTED;
  }
}
