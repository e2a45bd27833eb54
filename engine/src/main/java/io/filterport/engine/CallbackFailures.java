package io.filterport.engine;

import io.filterport.engine.slots.EngineClock;
import io.filterport.spi.FailureLog;

/**
 * What is logged of a port's callbacks that fail: each has its own account, so that one which fails
 * all the time does not hide another.
 *
 * @param connect of the connect callback
 * @param message of the message callback, and of its threads
 * @param disconnect of the disconnect callback
 */
record CallbackFailures(FailureLog connect, FailureLog message, FailureLog disconnect) {
  static CallbackFailures to(System.Logger logger, EngineClock clock) {
    return new CallbackFailures(
        FailureLog.to(logger, clock::nanoTime),
        FailureLog.to(logger, clock::nanoTime),
        FailureLog.to(logger, clock::nanoTime));
  }
}
