package io.filterport.ipc;

import io.filterport.spi.FailureLog;
import java.lang.System.Logger.Level;

/**
 * What is logged of a control socket whenever its clients make it happen: each kind has its own
 * account, so that what happens all the time does not hide another.
 *
 * @param waiting clients that are not let in yet
 * @param turnedAway clients that were not let in
 * @param dropped clients that never said which port they want
 * @param ended clients that are over
 * @param errors faults of the manager's own
 */
record ControlLog(
    FailureLog waiting,
    FailureLog turnedAway,
    FailureLog dropped,
    FailureLog ended,
    FailureLog errors) {
  private static final System.Logger LOG = System.getLogger("io.filterport.ipc");

  ControlLog() {
    this(to(Level.WARNING), to(Level.DEBUG), to(Level.INFO), to(Level.DEBUG), to(Level.ERROR));
  }

  private static FailureLog to(Level level) {
    return FailureLog.to(LOG, level, System::nanoTime);
  }
}
