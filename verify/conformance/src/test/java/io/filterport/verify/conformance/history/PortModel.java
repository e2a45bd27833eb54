package io.filterport.verify.conformance.history;

import io.filterport.verify.conformance.history.PortState.Phase;
import java.util.function.Consumer;

/**
 * One connection as a sequential object: what each call may come to, step by step. The results of a
 * history's calls are known, so a step that would lead to another result is not taken.
 */
final class PortModel implements Checker.Model<PortState> {
  private final History history;
  private final Matching matching;
  private final SendRules sends;
  private final GetRules gets;
  private final CancelRules cancels;
  private final ReplyRules replies;
  private final AskRules asks;
  private final EndRules ends;

  /**
   * Makes the model of a history.
   *
   * @param oneProcess whether both ends are in one JVM
   */
  PortModel(History history, boolean oneProcess) {
    this.history = history;
    gets = new GetRules(history);
    matching = new Matching(history, gets);
    sends = new SendRules(history, matching);
    cancels = new CancelRules(history, gets);
    replies = new ReplyRules(history);
    asks = new AskRules(history);
    ends = new EndRules(history, gets, oneProcess);
  }

  /** {@return a connection with nobody on it, on which so many messages had an id} */
  PortState start(long lastId) {
    return new PortState(history.size(), lastId);
  }

  @Override
  public PortState begin(PortState state, int operation) {
    boolean barred = state.handleClosed && needsHandle(history.get(operation).call());
    return state.copy().set(operation, barred ? Phase.BARRED : Phase.STARTED);
  }

  private static boolean needsHandle(Call call) {
    return call instanceof Call.Get || call instanceof Call.Reply || call instanceof Call.Ask;
  }

  @Override
  public void steps(PortState state, Consumer<PortState> to) {
    Consumer<PortState> settled = next -> to.accept(next.settled());
    for (int i = 0; i < history.size(); i++) {
      if (!isIdle(state.phase(i))) {
        rules(history.get(i).call()).steps(state, i, settled);
      }
    }
    matching.steps(state, settled);
    ends.hear(state, settled);
  }

  private static boolean isIdle(Phase phase) {
    return phase == Phase.ABSENT || phase == Phase.OVER || phase == Phase.ENDED;
  }

  private Rules rules(Call call) {
    return switch (call) {
      case Call.Send ignored -> sends;
      case Call.Get ignored -> gets;
      case Call.Look ignored -> cancels;
      case Call.Cancel ignored -> cancels;
      case Call.CancelAll ignored -> cancels;
      case Call.Reply ignored -> replies;
      case Call.Ask ignored -> asks;
      case Call.ClosePort ignored -> ends;
      case Call.CloseHandle ignored -> ends;
    };
  }

  @Override
  public boolean hasPlace(PortState state, int operation) {
    return !state.is(operation, Phase.STARTED) && !state.is(operation, Phase.BARRED);
  }

  @Override
  public boolean isOver(PortState state, int operation) {
    return history.get(operation).isGet()
        ? gets.isOver(state, operation)
        : state.is(operation, Phase.OVER);
  }

  @Override
  public PortState end(PortState state, int operation) {
    return history.get(operation).isGet()
        ? GetRules.end(state, operation)
        : state.copy().set(operation, Phase.ENDED);
  }
}
