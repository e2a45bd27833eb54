package io.filterport.verify.conformance.history;

import io.filterport.NtStatus;
import io.filterport.verify.conformance.history.PortState.Phase;
import java.util.function.Consumer;

/** FilterSendMessage: answered, or too late (USM-06, USM-07). */
final class AskRules implements Rules {
  private final History history;

  AskRules(History history) {
    this.history = history;
  }

  @Override
  public void steps(PortState state, int me, Consumer<PortState> to) {
    int status = ((Result.Asked) history.get(me).result()).status();
    if (isPossible(state, me, status)) {
      to.accept(state.copy().set(me, Phase.OVER));
    }
  }

  private static boolean isPossible(PortState state, int me, int status) {
    if (status == NtStatus.INVALID_HANDLE.value()) {
      return state.is(me, Phase.BARRED) || (state.is(me, Phase.STARTED) && state.handleClosed);
    }
    boolean ending = state.sendersShut || state.serviceShut;
    boolean ended = state.callbacksShut || state.serviceShut;
    return state.is(me, Phase.STARTED) && (Agreement.isSuccess(status) ? !ended : ending);
  }
}
