package io.filterport.volumes.fanotify;

import io.filterport.volumes.CallbackStack;
import io.filterport.volumes.Tally;

/**
 * From events to answers: reader, intake, workers, deadlines. It knows the kernel only as a
 * descriptor that gives events and takes answers.
 *
 * <pre>
 *   reader ── exempt, outside, excluded, nobody attached ──────► answer
 *     └─ table of what is in flight ── worker: callbacks ──────► answer
 *                             └─ deadline: default verdict ────► answer
 * </pre>
 */
final class EventPipeline implements AutoCloseable {
  private static final long BYTES_PER_EVENT = 32;

  /** Of an event with a range. */
  private static final long MOST_BYTES = 56;

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
    asker = new Asker(options, capacity.inFlight(), stack, responder, counts, tally, cache);
    Selector selector = new Selector(options.selection());
    Intake intake = new Intake(tree, stack, exemptions, asker, responder, counts, cache, selector);
    reader =
        new EventReader(
            "reader",
            group,
            Math.max(capacity.batch() * BYTES_PER_EVENT, MOST_BYTES),
            intake::take,
            counts);
  }

  void start() {
    asker.start();
    reader.start();
  }

  boolean isReading() {
    return reader.isBusy();
  }

  /**
   * Answers everything that waits, at most for the time limit, and ends the threads. No event may
   * come any more.
   */
  @Override
  public void close() {
    reader.close();
    asker.close();
  }
}
