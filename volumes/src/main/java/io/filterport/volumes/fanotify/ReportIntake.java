package io.filterport.volumes.fanotify;

import io.filterport.Timeout;
import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volumes.CallbackStack;
import java.util.List;

/**
 * Decides what is told. For the reader of reports, for which nobody waits: it finds out where
 * things happened while they are young, and hands on what callbacks shall hear.
 */
final class ReportIntake {
  /**
   * The order in which one process does this to one file. The kernel makes one event of several
   * that it has not been asked for yet.
   */
  private static final List<Kind> ORDER =
      List.of(Kind.CREATE, Kind.WRITE_CLOSE, Kind.RENAME, Kind.DELETE);

  private final GuardedTree tree;
  private final CallbackStack stack;
  private final Exemptions exemptions;
  private final Counts counts;
  private final Timeout timeLimit;
  private final Teller teller;

  ReportIntake(
      GuardedTree tree,
      CallbackStack stack,
      Exemptions exemptions,
      Counts counts,
      Timeout timeLimit,
      Teller teller) {
    this.tree = tree;
    this.stack = stack;
    this.exemptions = exemptions;
    this.counts = counts;
    this.timeLimit = timeLimit;
    this.teller = teller;
  }

  void take(FanotifyEvents events) {
    int pidfd = events.pidfd();
    try {
      judge(events, pidfd);
    } catch (Throwable e) { // out of memory perhaps; the reader goes on
      counts.add(Count.REPORTS_LOST);
    } finally {
      OpenEvent.close(pidfd);
    }
  }

  private void judge(FanotifyEvents events, int pidfd) {
    if ((events.mask() & Fanotify.Q_OVERFLOW) != 0) {
      counts.add(Count.REPORT_OVERFLOWS);
      return;
    }
    counts.add(Count.REPORTS_READ);
    if (exemptions.contains(events.pid())) {
      counts.add(Count.REPORTS_EXEMPT);
    } else if (!stack.isEmpty()) {
      report(events, pidfd);
    }
  }

  private void report(FanotifyEvents events, int pidfd) {
    Happening happening = Happening.of(events, tree);
    long process = Requestor.process(events.pid());
    long user = Requestor.user(events.pid(), pidfd);
    for (Kind kind : ORDER) {
      if ((events.mask() & ReportGroup.bit(kind)) != 0) {
        report(kind, happening, process, user);
      }
    }
  }

  private void report(Kind kind, Happening happening, long process, long user) {
    boolean noFile = kind == Kind.WRITE_CLOSE && happening.isKnownToBeNoRegularFile();
    if (noFile || happening.provesOutside(kind)) {
      counts.add(Count.REPORTS_OUTSIDE);
    } else {
      teller.take(new ToldOperation(kind, happening, process, user, tree, timeLimit));
    }
  }
}
