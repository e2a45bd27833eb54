package io.filterport.verify.bench.peer;

/** The half that calls. */
public interface Calls extends Part {
  /**
   * {@return the way that one caller asks} It may wait until the other half is there.
   *
   * @param index which caller, from 0
   */
  RoundTrip caller(int index) throws Exception;
}
