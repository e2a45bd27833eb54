package io.filterport.verify.conformance.history;

import io.filterport.verify.conformance.history.PortState.Phase;
import java.util.function.Consumer;

/**
 * The two closes. An end is no single step: each side's senders and getters are told one after the
 * other. In one JVM both sides are told before the close returns; between processes the other side
 * hears of it some time later.
 */
final class EndRules implements Rules {
  private final History history;
  private final GetRules gets;
  private final boolean oneProcess;

  EndRules(History history, GetRules gets, boolean oneProcess) {
    this.history = history;
    this.gets = gets;
    this.oneProcess = oneProcess;
  }

  @Override
  public void steps(PortState state, int me, Consumer<PortState> to) {
    if (history.get(me).call() instanceof Call.ClosePort) {
      closePort(state, me, to);
    } else {
      closeHandle(state, me, to);
    }
  }

  /** What nobody called for: the news of an end reaches the other process. */
  void hear(PortState state, Consumer<PortState> to) {
    if (oneProcess) {
      return;
    }
    if (state.callbacksShut && !state.serviceShut) {
      PortState next = state.copy();
      next.serviceShut = true;
      to.accept(next);
    }
    if (state.handleClosed && state.serviceShut && !state.callbacksShut && !state.isAtWork()) {
      PortState next = state.copy();
      next.callbacksShut = state.sendersShut;
      next.sendersShut = true;
      to.accept(next);
    }
  }

  // ---- FltCloseClientPort

  /** Senders are refused when it returns, whoever closed first; the rest may be another's work. */
  private void closePort(PortState state, int me, Consumer<PortState> to) {
    switch (state.phase(me)) {
      case STARTED -> shutSenders(state, me, to);
      case SENDERS_SHUT -> {
        if (state.handleClosed) {
          to.accept(state.copy().set(me, Phase.OVER));
        }
        shutCallbacks(state, me, oneProcess ? Phase.CALLBACKS_SHUT : Phase.OVER, to);
      }
      case CALLBACKS_SHUT -> shutGetters(state, me, Phase.OVER, to);
      case GETTERS_SHUT -> awaitGetters(state, me, Phase.OVER, to);
      default -> {}
    }
  }

  // ---- CloseHandle

  /** A second close does nothing (HND-09). */
  private void closeHandle(PortState state, int me, Consumer<PortState> to) {
    switch (state.phase(me)) {
      case STARTED -> {
        PortState next = state.copy().set(me, state.handleClosed ? Phase.OVER : Phase.BEGUN);
        next.handleClosed = true;
        to.accept(next);
      }
      case BEGUN -> shutGetters(state, me, afterGetters(), to);
      case GETTERS_SHUT -> awaitGetters(state, me, afterGetters(), to);
      case GETTERS_ENDED -> shutSenders(state, me, to);
      case SENDERS_SHUT -> shutCallbacks(state, me, Phase.OVER, to);
      default -> {}
    }
  }

  private Phase afterGetters() {
    return oneProcess ? Phase.GETTERS_ENDED : Phase.OVER;
  }

  // ---- parts

  private static void shutSenders(PortState state, int me, Consumer<PortState> to) {
    if (!state.isAtWork()) {
      PortState next = state.copy().set(me, Phase.SENDERS_SHUT);
      next.sendersShut = true;
      to.accept(next);
    }
  }

  private static void shutCallbacks(
      PortState state, int me, Phase afterwards, Consumer<PortState> to) {
    PortState next = state.copy().set(me, afterwards);
    next.callbacksShut = true;
    to.accept(next);
  }

  /** Whoever comes second does not wait for the getters. */
  private static void shutGetters(
      PortState state, int me, Phase afterwards, Consumer<PortState> to) {
    PortState next = state.copy().set(me, state.serviceShut ? afterwards : Phase.GETTERS_SHUT);
    next.serviceShut = true;
    to.accept(next);
  }

  private void awaitGetters(PortState state, int me, Phase afterwards, Consumer<PortState> to) {
    for (int getter : state.getters()) {
      if (gets.isOpen(state, getter)) {
        return;
      }
    }
    to.accept(state.copy().set(me, afterwards));
  }
}
