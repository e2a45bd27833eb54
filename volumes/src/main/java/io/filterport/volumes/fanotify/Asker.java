package io.filterport.volumes.fanotify;

import io.filterport.linux.FanotifyAnswers;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Decision;
import io.filterport.volumes.Passage;
import io.filterport.volumes.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Puts events to the callbacks, on a few platform threads, and decides those whose time runs out.
 *
 * <p>Whatever callbacks do, each event is answered once and in time: a worker with a verdict and
 * the thread that watches the deadlines {@linkplain PendingEvent#claim() race} for it, and neither
 * waits for the other. Callbacks that hang cost a worker each; when all hang, every event gets the
 * default verdict at its deadline. Whose turn it is with a worker {@link FairLines} say.
 */
final class Asker implements AutoCloseable {
  private final CallbackStack stack;
  private final Decision undecided;
  private final Decision refusal;
  private final VerdictTelling telling;
  private final Responder responder;
  private final Counts counts;
  private final Tally tally;
  private final VerdictCache cache;
  private final long timeLimitNanos;
  private final int extensions;
  private final EventTable table;
  private final NamelessFiles nameless = new NamelessFiles();
  private final Bursts<PendingEvent> answers;

  /** Used by the thread of the bursts only. */
  private final FanotifyAnswers burst = new FanotifyAnswers();

  private final Workers workers;
  private final Thread deadlines;

  /** Where nobody could be asked. */
  private final Asked unasked;

  // used by the reader only
  private long sequence;
  private final List<PendingEvent> refused = new ArrayList<>();

  private record Asked(Decision decision, Passage passage) {}

  Asker(
      FanotifyOptions options,
      int inFlight,
      CallbackStack stack,
      Responder responder,
      Counts counts,
      Tally tally,
      VerdictCache cache,
      Runnable onRoom) {
    this.stack = stack;
    this.undecided = stack.byDefault("not decided in time");
    this.unasked = new Asked(undecided, stack.enter());
    this.refusal = stack.byDefault("too many operations at once");
    this.telling = new VerdictTelling(stack.verdicts());
    this.responder = responder;
    this.counts = counts;
    this.tally = tally;
    this.cache = cache;
    this.timeLimitNanos = options.volume().timeLimitNanos();
    this.extensions = options.extensions();
    this.table = new EventTable(inFlight, timeLimitNanos, onRoom);
    this.answers = new Bursts<>(inFlight, table::unanswered, this::answer, this::answerAll);
    this.workers = new Workers(options.workers(), counts);
    this.deadlines =
        Thread.ofPlatform()
            .daemon()
            .name("filterport-fanotify-deadlines")
            .unstarted(this::watchDeadlines);
  }

  void start() {
    workers.start();
    answers.start();
    deadlines.start();
  }

  /** {@return how many more it takes; if none, the reader is called when it takes one} */
  int room() {
    return table.room();
  }

  /**
   * {@return whether it takes the event and will answer it; false if there was no room for it in
   * time, and the default verdict counts} For the reader; does not wait. If it throws, the event is
   * not taken. Of what it did not take it {@linkplain #tellRefused() tells} when that was answered.
   */
  boolean ask(OpenEvent opened, OpenedFile file, Backlog backlog) {
    tally.asked();
    long deadline = backlog.sinceNanos() + timeLimitNanos;
    long user = Requestor.userUnopened(opened.pid(), opened.pidfd());
    PendingEvent event =
        new PendingEvent(this::work, ++sequence, opened, file, user, deadline, extensions);
    boolean taken = !backlog.isOverdue() && table.add(event);
    if (taken) {
      handOver(event);
    } else {
      counts.add(Count.TOO_MANY);
      tally.decided(refusal);
      event.decide(refusal);
      refused.add(event);
    }
    return taken;
  }

  /** Tells of the events that were not taken; for the reader. */
  void tellRefused() {
    try {
      refused.forEach(PendingEvent::answered);
      refused.forEach(telling::tellUnseen);
    } finally {
      refused.clear();
    }
  }

  private void handOver(PendingEvent event) {
    try {
      workers.add(event);
    } catch (Throwable e) { // whatever it is, the event is in the table and must be answered
      counts.add(Count.INTERNAL_ERRORS);
      if (event.claim()) {
        settle(event, undecided);
      }
    }
  }

  private void work(PendingEvent event) {
    if (!event.hold()) {
      return;
    }
    Asked asked = ask(event);
    try {
      conclude(event, asked.decision());
    } finally {
      asked.passage().tellFailures(); // only now: the log may hang
    }
  }

  private void conclude(PendingEvent event, Decision decision) {
    if (event.claim()) {
      try {
        event.release(); // before it is answered: who closes finds none of its descriptors open
      } finally {
        settle(event, decision);
      }
    } else {
      counts.add(Count.LATE);
      event.release();
    }
  }

  private Asked ask(PendingEvent event) {
    try (FanotifyOperation operation = new FanotifyOperation(event, visit(event), timeLimitNanos)) {
      Passage passage = stack.enter();
      Decision decision = passage.ask(operation, operation::nextCallback);
      return new Asked(operation.decided(decision), passage);
    } catch (Throwable e) { // somebody waits for the verdict
      counts.add(Count.INTERNAL_ERRORS);
      return unasked;
    }
  }

  private CacheVisit visit(PendingEvent event) {
    return CacheVisit.begin(cache, event.opened().fd(), event.file().status());
  }

  private void watchDeadlines() {
    while (expireNext()) {}
  }

  /** {@return false at the end} Whatever fails, others have deadlines too. */
  private boolean expireNext() {
    try {
      PendingEvent event = table.awaitExpired();
      if (event != null) {
        expire(event);
      }
      return event != null;
    } catch (Throwable e) { // out of memory perhaps
      AfterError.pause();
      return true;
    }
  }

  /** Counts first: who has the verdict finds it counted. */
  private void expire(PendingEvent event) {
    if (!event.claim()) {
      return;
    }
    try {
      workers.remove(event);
      counts.add(Count.TIMED_OUT);
    } finally {
      settle(event, undecided);
    }
  }

  /** For the one who has claimed it. */
  private void settle(PendingEvent event, Decision decision) {
    try {
      tally.decided(decision);
      if (decision.byDefault()) {
        cache.forget(event.file().status());
      }
    } finally {
      event.decide(decision);
      answers.give(event);
    }
  }

  private void answer(PendingEvent event) {
    try {
      responder.respondSurely(event.opened().fd(), Responder.response(event.decision().letsPass()));
      event.answered();
      telling.tell(event);
    } finally {
      finish(event);
    }
  }

  /**
   * For the thread of the bursts. If it throws, it may be called again with those that are left:
   * they are not finished, so their numbers are still theirs.
   */
  private void answerAll(Queue<PendingEvent> events) {
    burst.clear();
    for (PendingEvent event : events) {
      if (burst.isFull()) {
        responder.respondAll(burst);
      }
      burst.add(event.opened().fd(), Responder.response(event.decision().letsPass()));
    }
    responder.respondAll(burst);
    events.forEach(PendingEvent::answered);
    while (!events.isEmpty()) {
      tellAnswered(events.remove());
    }
  }

  /** Whatever fails, there are others. */
  private void tellAnswered(PendingEvent event) {
    try {
      telling.tell(event);
    } catch (Throwable e) {
      counts.add(Count.INTERNAL_ERRORS);
    } finally {
      finish(event);
    }
  }

  /** Deadlines and answers of others wait for this thread. */
  private void finish(PendingEvent event) {
    boolean taken = false;
    try {
      taken = nameless.takes(event.opened().fd(), () -> end(event));
    } finally {
      if (!taken) {
        end(event);
      }
    }
  }

  private void end(PendingEvent event) {
    try {
      event.release();
    } finally {
      table.answered(event);
    }
  }

  /** From now on nobody gets more time. */
  void beginClosing() {
    table.beginClosing();
  }

  /**
   * Waits until everything taken is answered, at most for the time limit, and ends the threads; a
   * callback that still runs keeps its thread until it returns. Nothing may be taken meanwhile.
   */
  @Override
  public void close() {
    table.awaitAllAnswered();
    answers.close();
    nameless.close();
    table.close();
    workers.close();
    Joining.join(deadlines);
  }
}
