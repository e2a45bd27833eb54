package io.filterport.volumes.fanotify;

import io.filterport.security.AccessToken;
import io.filterport.volumes.AskedAbout;
import io.filterport.volumes.AskedAbout.Opener;
import io.filterport.volumes.Decision;
import io.filterport.volumes.VerdictQueue;
import java.util.Optional;
import java.util.function.Function;

/** Tells of events that have their answer. Safe for use by any thread; whatever fails is a loss. */
final class VerdictTelling {
  private final VerdictQueue verdicts;

  VerdictTelling(VerdictQueue verdicts) {
    this.verdicts = verdicts;
  }

  /** Looks up who asked; the descriptors are still open. Reads /proc, so not for the reader. */
  void tell(PendingEvent event) {
    tell(event, VerdictTelling::opener);
  }

  /** Looks up nothing, and knows of the opener what the event says. */
  void tellUnseen(PendingEvent event) {
    tell(event, VerdictTelling::unseen);
  }

  private void tell(PendingEvent event, Function<OpenEvent, Opener> who) {
    Decision decision = event.decision();
    try {
      if (verdicts.wants(decision)) {
        verdicts.tell(decision, asked(event, who.apply(event.opened())));
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

  private static Opener unseen(OpenEvent opened) {
    return new Opener(AccessToken.UNKNOWN, Requestor.process(opened.pid()), Optional.empty());
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
