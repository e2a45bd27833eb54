package io.filterport.spi;

import io.filterport.filter.FilterRegistration;

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
}
