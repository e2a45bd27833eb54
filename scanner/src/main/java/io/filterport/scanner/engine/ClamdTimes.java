package io.filterport.scanner.engine;

import java.util.concurrent.TimeUnit;

/**
 * How long a {@link ClamdEngine} waits for what.
 *
 * @param silenceNanos for a command to be taken, and between two looks at a scan that takes long
 * @param answerNanos for the answer to a ping, or to a question for the version: less than an
 *     opener has, or nobody would hear of the failure, and long enough for a clamd that stood still
 * @param scanNanos for one verdict, from a clamd that answers pings
 * @param firstProbeNanos from the outage to the first probe; doubled after each that fails
 * @param longestProbeNanos where doubling ends
 * @param refreshNanos between two questions for the version of the signatures
 */
record ClamdTimes(
    long silenceNanos,
    long answerNanos,
    long scanNanos,
    long firstProbeNanos,
    long longestProbeNanos,
    long refreshNanos) {

  static final ClamdTimes STANDARD =
      new ClamdTimes(
          TimeUnit.SECONDS.toNanos(1),
          TimeUnit.SECONDS.toNanos(3),
          TimeUnit.SECONDS.toNanos(60),
          TimeUnit.MILLISECONDS.toNanos(100),
          TimeUnit.SECONDS.toNanos(30),
          TimeUnit.SECONDS.toNanos(60));
}
