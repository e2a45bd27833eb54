package io.filterport.verify.bench.peer;

/** One caller's way to ask; one call at a time. */
@FunctionalInterface
public interface RoundTrip {
  /**
   * {@return the first eight bytes of the answer} Sends a message that begins with the stamp, and
   * has the whole answer in memory of its own when it returns.
   *
   * @param stamp another one for each call, so that nobody takes an old answer for a new one
   */
  long ask(long stamp) throws Exception;
}
