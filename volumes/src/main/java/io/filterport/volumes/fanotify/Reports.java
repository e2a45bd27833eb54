package io.filterport.volumes.fanotify;

import io.filterport.Timeout;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volumes.CallbackStack;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happened, after the fact: a group of events of its own, a reader and a teller, which
 * begin when the first callback wants to hear it. No verdict ever waits for them.
 *
 * <pre>
 *   kernel's queue ── reader: path, size, user ── bounded queue ── teller: callbacks
 *      full: an overflow is counted                  full: the loss is counted
 * </pre>
 */
final class Reports implements AutoCloseable {
  /**
   * Room for some 20 events, and for any one: two names, handles and all. Each has a descriptor of
   * its process while it is looked at, so more would need more of {@link Capacity}'s reserve.
   */
  private static final long BUFFER_BYTES = 2048;

  private record Reading(EventWait awaited, EventReader reader) implements AutoCloseable {
    @Override
    public void close() {
      reader.close();
      awaited.close();
    }
  }

  private final GuardedTree tree;
  private final ReportGroup group;
  private final Counts counts;
  private final ReportIntake intake;
  private final Teller teller;

  // guarded by this
  private @Nullable Reading reading;
  private boolean closed;

  Reports(
      FanotifyOptions options,
      GuardedTree tree,
      CallbackStack stack,
      Exemptions exemptions,
      Counts counts) {
    long limit = options.volume().timeLimitNanos();
    this.tree = tree;
    this.group = ReportGroup.open(tree.descriptor());
    this.counts = counts;
    this.teller = new Teller(options.maxUntold(), stack, counts, limit);
    this.intake = new ReportIntake(tree, stack, exemptions, counts, Timeout.ofNanos(limit), teller);
  }

  Set<Kind> kinds() {
    return group.kinds();
  }

  /** From now on everything is told, if anything can be; a second call does nothing. */
  synchronized void begin() {
    if (reading == null && !closed && group.tells()) {
      reading = start();
    }
  }

  private Reading start() {
    EventWait wait = EventWait.on(group.fd());
    EventReader reader =
        new EventReader(
            "reports", group.fd(), wait, Backlog.none(), BUFFER_BYTES, intake::take, counts);
    Reading started = new Reading(wait, reader);
    reader.start();
    int result = group.mark(tree.descriptor());
    if (result < 0) {
      started.close();
      throw FanotifySupport.refusal("telling what happens to files", result);
    }
    return started;
  }

  /** Tells what happened until now, at most for the time limit, and nothing more. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      end();
      teller.close();
      group.close();
    }
  }

  private void end() {
    if (reading != null) {
      group.unmark(tree.descriptor());
      reading.close();
    }
  }
}
