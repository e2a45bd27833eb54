package io.filterport.spi;

import io.filterport.filter.FilterRegistration;
import java.util.Map;

/**
 * A filter that a host can be told to run by its name: {@code filterport host --filter NAME}. Found
 * through ServiceLoader.
 */
public interface FilterProvider {
  /** {@return the name on the command line; also the filter's name} */
  String name();

  /** {@return how the filter registers} */
  FilterRegistration registration();

  /**
   * Starts the filter: creates its ports, attaches to volumes.
   *
   * @param host the filter's manager, and what the host was told
   */
  void start(FilterHost host);

  /**
   * {@return how many records of what it saw its clients will never get, by reason: numbers that
   * only grow} Of all clients that there were. See {@link Losses}.
   */
  default Map<String, Long> losses() {
    return Map.of();
  }
}
