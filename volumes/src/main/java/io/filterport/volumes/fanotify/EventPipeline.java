package io.filterport.volumes.fanotify;

import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Tally;

/**
 * From events to answers: reader, intake, workers, deadlines. It knows the kernel only as a
 * descriptor that gives events and takes answers.
 *
 * <pre>
 *   reader ── exempt, outside, excluded, nobody attached ──────► answer
 *     │  └─ no room until its time was over: default verdict ──► answer
 *     └─ table of what is in flight ── worker: callbacks ──────► answer
 *                             └─ deadline: default verdict ────► answer
 * </pre>
 */
final class EventPipeline implements AutoCloseable {
  private final EventWait wait;
  private final Asker asker;
  private final EventReader reader;

  EventPipeline(
      int group,
      FanotifyOptions options,
      Capacity capacity,
      GuardedTree tree,
      CallbackStack stack,
      Exemptions exemptions,
      Counts counts,
      Tally tally,
      VerdictCache cache) {
    Responder responder = new Responder(group, counts);
    wait = EventWait.on(group);
    asker =
        new Asker(options, capacity.inFlight(), stack, responder, counts, tally, cache, wait::call);
    Backlog backlog =
        new Backlog(
            capacity.batch(),
            options.volume().timeLimitNanos(),
            asker::room,
            () -> Fanotify.queued(group),
            System::nanoTime);
    long bytes = FanotifyEvents.bytesFor(capacity.batch());
    Selector selector = new Selector(options.selection());
    Intake intake =
        new Intake(tree, stack, exemptions, asker, responder, counts, cache, selector, backlog);
    reader = new EventReader("reader", group, wait, backlog, bytes, intake, counts);
  }

  void start() {
    asker.start();
    reader.start();
  }

  /** {@return whether the reader leaves events unread because there is no room for them} */
  boolean isResting() {
    return reader.isResting();
  }

  boolean isReading() {
    return reader.isReading();
  }

  /** {@return a number that grows while the reader goes on} */
  long turns() {
    return reader.turns();
  }

  /**
   * Answers everything that waits, at most for the time limit, and ends the threads. No event may
   * come any more.
   */
  @Override
  public void close() {
    asker.beginClosing();
    reader.close();
    asker.close();
    wait.close();
  }
}
