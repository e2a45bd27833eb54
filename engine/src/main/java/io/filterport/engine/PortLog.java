package io.filterport.engine;

import io.filterport.engine.slots.EngineClock;
import io.filterport.spi.FailureLog;
import java.lang.System.Logger.Level;

/**
 * What is logged of a port whenever its clients make it happen: each kind has its own account, so
 * that what happens all the time does not hide another.
 *
 * @param connect failures of the connect callback
 * @param message failures of the message callback, and of its threads
 * @param disconnect failures of the disconnect callback
 * @param content failures of contents that a filter sends
 * @param denied clients that the descriptor refused
 * @param refused clients that the filter refused
 * @param breaches clients that broke the protocol
 */
record PortLog(
    FailureLog connect,
    FailureLog message,
    FailureLog disconnect,
    FailureLog content,
    FailureLog denied,
    FailureLog refused,
    FailureLog breaches) {
  private static final System.Logger LOG = System.getLogger("io.filterport.engine");

  static PortLog of(EngineClock clock) {
    return new PortLog(
        to(Level.WARNING, clock),
        to(Level.WARNING, clock),
        to(Level.WARNING, clock),
        to(Level.WARNING, clock),
        to(Level.INFO, clock),
        to(Level.INFO, clock),
        to(Level.WARNING, clock));
  }

  private static FailureLog to(Level level, EngineClock clock) {
    return FailureLog.to(LOG, level, clock::nanoTime);
  }
}
