package io.filterport.verify.conformance.history;

import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.verify.conformance.history.PortState.Phase;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** FilterReplyMessage: takes the id, and is accepted if its sender is still there (KSM-45). */
final class ReplyRules implements Rules {
  private static final int NOBODY = -1;

  private final History history;

  /** By getter: the id that it received, 0 if none. */
  private final long[] ids;

  ReplyRules(History history) {
    this.history = history;
    ids = new long[history.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = receivedId(history.get(i));
    }
  }

  private static long receivedId(Operation operation) {
    boolean received = operation.isGet() && Agreement.isSuccess(operation.got().status());
    return received
        ? MessageHeader.read(MemorySegment.ofArray(operation.got().buffer())).messageId()
        : 0;
  }

  @Override
  public void steps(PortState state, int me, Consumer<PortState> to) {
    switch (state.phase(me)) {
      case STARTED -> start(state, me, to);
      case BARRED -> over(state, me, status(me) == NtStatus.INVALID_HANDLE.value(), to);
      case LATE -> over(state, me, !state.is(state.partner(me), Phase.HELD), to);
      default -> {}
    }
  }

  private void start(PortState state, int me, Consumer<PortState> to) {
    int sender = state.serviceShut ? NOBODY : waiting(state, me);
    if (status(me) == NtStatus.INVALID_HANDLE.value()) {
      over(state, me, state.handleClosed, to);
    } else if (status(me) == NtStatus.FLT_NO_WAITER_FOR_REPLY.value()) {
      findNobody(state, me, sender, to);
    } else if (sender != NOBODY && Agreement.replied(history.get(sender), history.get(me))) {
      to.accept(state.copy().set(me, Phase.OVER).set(sender, Phase.OVER));
    }
  }

  /** The id is new, over, with another reply, or with this one until its sender has left. */
  private void findNobody(PortState state, int me, int sender, Consumer<PortState> to) {
    boolean unheardOf = sender != NOBODY && !state.is(state.partner(sender), Phase.ENDED);
    over(state, me, sender == NOBODY || unheardOf, to);
    if (sender != NOBODY) {
      PortState next = state.copy().set(me, Phase.LATE, sender);
      to.accept(next.set(sender, Phase.HELD, state.partner(sender)));
    }
  }

  private static void over(PortState state, int me, boolean possible, Consumer<PortState> to) {
    if (possible) {
      to.accept(state.copy().set(me, Phase.OVER));
    }
  }

  /** {@return the sender whose message has that id and that nobody is answering, or -1} */
  private int waiting(PortState state, int me) {
    long id = ((Call.Reply) history.get(me).call()).id();
    for (int sender = 0; sender < history.size(); sender++) {
      if (state.is(sender, Phase.WAITING) && ids[state.partner(sender)] == id) {
        return sender;
      }
    }
    return NOBODY;
  }

  private int status(int me) {
    return ((Result.Replied) history.get(me).result()).status();
  }
}
