package io.filterport.verify.conformance.history;

import io.filterport.verify.conformance.history.PortState.Phase;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Who gets a message. The senders' side works on one thing at a time: a message that arrives, a
 * sender that leaves, getters that became known to it. It may take its time over that, and cancels
 * and ends come in between.
 *
 * <p>What is called a change alters the state that it is given, and returns false if the results of
 * the calls do not allow what the rules then demand: such a state is none.
 */
final class Matching {
  private static final int NOBODY = -1;

  private final History history;
  private final GetRules gets;

  Matching(History history, GetRules gets) {
    this.history = history;
    this.gets = gets;
  }

  /** What the senders' side does without being called. */
  void steps(PortState state, Consumer<PortState> to) {
    if (state.line().length == 0 || state.sendersShut) {
      return;
    }
    if (state.isAtWork()) {
      take(state.copy(), this::work, to);
    } else if (state.unlisted() > 0) {
      notice(state, to);
    } else if (isAnybodyArriving(state)) {
      take(state.copy(), this::serveOneThatFits, to);
    }
  }

  private static void take(PortState next, Predicate<PortState> change, Consumer<PortState> to) {
    if (change.test(next)) {
      to.accept(next);
    }
  }

  /** Getters become known in their order, one by one or several at once; each is an attempt. */
  private static void notice(PortState state, Consumer<PortState> to) {
    for (int count = 1; count <= state.unlisted(); count++) {
      PortState next = state.copy();
      next.list(count);
      to.accept(next);
    }
  }

  /** One sender more is served, or one attempt fails a getter (KSM-18, KSM-20). A change. */
  private boolean work(PortState state) {
    boolean fresh = !state.serving;
    state.attempts -= fresh ? 1 : 0;
    int head = state.line()[0];
    int getter = fitting(state, head);
    state.serving = getter != NOBODY;
    if (getter != NOBODY) {
      state.leaveLine(head);
      return meet(state, head, getter);
    }
    return !fresh || failOldest(state, head);
  }

  // ---- a message arrives

  private boolean isAnybodyArriving(PortState state) {
    for (int i = 0; i < history.size(); i++) {
      if (state.is(i, Phase.STARTED) && history.get(i).call() instanceof Call.Send) {
        return true;
      }
    }
    return false;
  }

  /** Whoever arrives overtakes only those that fit nowhere (KSM-20). A change. */
  private boolean serveOneThatFits(PortState state) {
    int sender = firstThatFits(state);
    if (sender == NOBODY) {
      return false;
    }
    int getter = fitting(state, sender);
    state.leaveLine(sender);
    return meet(state, sender, getter);
  }

  private int firstThatFits(PortState state) {
    for (int sender : state.line()) {
      if (fitting(state, sender) != NOBODY) {
        return sender;
      }
    }
    return NOBODY;
  }

  /** {@return whether everything is done that comes before a message that arrives} */
  boolean isItsTurn(PortState state) {
    return state.line().length == 0
        || (!state.isAtWork() && state.unlisted() == 0 && firstThatFits(state) == NOBODY);
  }

  /** The message is delivered, in line, or given up. A change. */
  boolean arrive(PortState state, int sender) {
    state.listAll();
    int getter = fitting(state, sender);
    if (getter != NOBODY) {
      return meet(state, sender, getter);
    }
    return failOldest(state, sender) && stayOrGo(state, sender);
  }

  private boolean stayOrGo(PortState state, int sender) {
    Operation operation = history.get(sender);
    if (!operation.send().isPoll()) {
      state.stand(sender);
      return true;
    }
    state.set(sender, Phase.OVER);
    return Forms.isNotDelivered(operation);
  }

  // ---- parts

  /** {@return the oldest getter that holds the message, or -1 (KSM-16, KSM-19)} */
  private int fitting(PortState state, int sender) {
    int needed = history.get(sender).send().needed();
    return state.oldest(getter -> gets.isOpen(state, getter) && capacity(getter) >= needed);
  }

  private int capacity(int getter) {
    return ((Call.Get) history.get(getter).call()).capacity();
  }

  /** KSM-17. A change. */
  private boolean failOldest(PortState state, int sender) {
    int oldest = state.oldest(getter -> gets.isOpen(state, getter));
    if (oldest == NOBODY) {
      return true;
    }
    state.leave(oldest);
    state.set(oldest, Phase.OVER);
    return Agreement.tooSmall(history.get(oldest), history.get(sender).send().needed());
  }

  /** KSM-22, KSM-27. A change. */
  private boolean meet(PortState state, int sender, int getter) {
    Operation sending = history.get(sender);
    Operation getting = history.get(getter);
    long id = sending.send().wantsReply() ? state.nextId() : 0;
    state.leave(getter);
    if (Agreement.delivered(sending, getting, id)) {
      state.set(getter, Phase.OVER);
      state.set(sender, Phase.OVER);
      if (sending.send().wantsReply()) {
        state.set(sender, Phase.WAITING, getter);
      }
      return true;
    }
    state.set(getter, Phase.BROKEN);
    state.set(sender, Phase.BROKEN);
    return Agreement.broken(sending, getting);
  }
}
