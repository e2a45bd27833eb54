package io.filterport.volumes.fanotify;

import io.filterport.security.AccessToken;
import io.filterport.volumes.AskedAbout;
import io.filterport.volumes.AskedAbout.Opener;
import io.filterport.volumes.Decision;
import io.filterport.volumes.VerdictQueue;
import java.util.Optional;

/** Tells of events that have their answer. Safe for use by any thread; whatever fails is a loss. */
final class VerdictTelling {
  private final VerdictQueue verdicts;

  VerdictTelling(VerdictQueue verdicts) {
    this.verdicts = verdicts;
  }

  /** Looks up who asked; the descriptors are still open. Reads /proc, so not for the reader. */
  void tell(PendingEvent event, Decision decision) {
    try {
      if (verdicts.wants(decision)) {
        verdicts.tell(decision, asked(event, opener(event.opened())));
      }
    } catch (Throwable e) { // out of memory perhaps; the answer was given
      verdicts.lose(decision);
    }
  }

  /** Looks up nothing, and knows of the opener what the event says. */
  void tellUnseen(PendingEvent event, Decision decision) {
    try {
      if (verdicts.wants(decision)) {
        long process = Requestor.process(event.opened().pid());
        Opener unknown = new Opener(AccessToken.UNKNOWN, process, Optional.empty());
        verdicts.tell(decision, asked(event, unknown));
      }
    } catch (Throwable e) { // out of memory perhaps; the answer was given
      verdicts.lose(decision);
    }
  }

  private static Opener opener(OpenEvent opened) {
    return new Opener(
        Requestor.user(opened.pid(), opened.pidfd()),
        Requestor.process(opened.pid()),
        Requestor.executable(opened.pid(), opened.pidfd()));
  }

  private static AskedAbout asked(PendingEvent event, Opener opener) {
    return new AskedAbout(
        event.kind(),
        event.file().pathForPeople(),
        Optional.empty(),
        opener,
        event.nanosToAnswer());
  }
}
