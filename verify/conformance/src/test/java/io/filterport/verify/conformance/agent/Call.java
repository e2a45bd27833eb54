package io.filterport.verify.conformance.agent;

import java.io.Serializable;

/**
 * One call.
 *
 * @param number names it while it runs
 * @param interrupted whether the calling thread is interrupted
 */
record Call(long number, boolean interrupted) implements Serializable {}
