package io.filterport.volumes.fanotify;

import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Decision;

/**
 * Decides which events are asked about. For the reader thread: opens nothing, logs nothing, waits
 * for nobody.
 */
final class Intake implements EventIntake {
  private final GuardedTree tree;
  private final CallbackStack stack;
  private final Exemptions exemptions;
  private final Asker asker;
  private final Responder responder;
  private final UnaskedAnswers answers;
  private final Counts counts;
  private final VerdictCache cache;
  private final Selector selector;
  private final Backlog backlog;
  private final Decision byError;
  private final Fate byDefault;

  private enum Fate {
    /** Of this host and exempt processes: nothing shall be in the way of their own opens. */
    ALLOW_AT_ONCE,
    ALLOW,
    DENY,
    ASK
  }

  Intake(
      GuardedTree tree,
      CallbackStack stack,
      Exemptions exemptions,
      Asker asker,
      Responder responder,
      Counts counts,
      VerdictCache cache,
      Selector selector,
      Backlog backlog) {
    this.tree = tree;
    this.stack = stack;
    this.exemptions = exemptions;
    this.asker = asker;
    this.responder = responder;
    this.answers = new UnaskedAnswers(responder);
    this.counts = counts;
    this.cache = cache;
    this.selector = selector;
    this.backlog = backlog;
    this.byError = stack.byDefault("an error of the volume");
    this.byDefault = byError.letsPass() ? Fate.ALLOW : Fate.DENY;
  }

  /** Decides the current event or has it asked about: nothing read stays without an answer. */
  @Override
  public void take(FanotifyEvents events) {
    if ((events.mask() & Fanotify.PERMISSION) == 0) {
      note(events);
      return;
    }
    if (events.fd() < 0) {
      counts.add(Count.UNREADABLE); // the kernel has denied it
      OpenEvent.close(events.pidfd());
      return;
    }
    counts.add(Count.READ);
    cache.clearIfUntrusted();
    Fate fate = fate(events);
    if (fate != Fate.ASK) {
      cache.forgetUnseen(events.fd());
      answer(events, fate);
    }
  }

  private void answer(FanotifyEvents events, Fate fate) {
    if (fate == Fate.ALLOW_AT_ONCE) {
      responder.answer(events.fd(), events.pidfd(), true);
    } else {
      answers.add(events.fd(), events.pidfd(), fate == Fate.ALLOW);
    }
  }

  /** Answers what was decided here. */
  @Override
  public void endOfRead() {
    try {
      answers.give();
    } finally {
      asker.tellRefused();
    }
  }

  /** No one waits for an answer. */
  private void note(FanotifyEvents events) {
    if ((events.mask() & Fanotify.Q_OVERFLOW) != 0) {
      counts.add(Count.OVERFLOWS);
      cache.clear();
    }
    OpenEvent.close(events.fd());
    OpenEvent.close(events.pidfd());
  }

  private Fate fate(FanotifyEvents events) {
    try {
      return judge(events);
    } catch (Throwable e) { // out of memory perhaps, but somebody waits
      counts.add(Count.INTERNAL_ERRORS);
      stack.verdicts().lose(byError);
      return byDefault;
    }
  }

  private Fate judge(FanotifyEvents events) {
    if (exemptions.contains(events.pid())) {
      counts.add(Count.EXEMPT);
      return Fate.ALLOW_AT_ONCE;
    }
    return stack.isEmpty() ? Fate.ALLOW : judgeFile(events);
  }

  private Fate judgeFile(FanotifyEvents events) {
    OpenedFile file = OpenedFile.of(events.fd());
    if (file.isKnownToBeNeitherFileNorDirectory() || tree.provesOutside(events.fd(), file)) {
      counts.add(Count.OUTSIDE);
      return Fate.ALLOW;
    }
    if (selector.excludes(events, file, tree)) {
      counts.add(Count.EXCLUDED);
      return Fate.ALLOW;
    }
    return asker.ask(OpenEvent.of(events), file, backlog) ? Fate.ASK : byDefault;
  }
}
