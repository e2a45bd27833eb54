package io.filterport.verify.conformance.world;

import io.filterport.service.FilterPort;
import java.io.Serializable;

/**
 * What is done with a port in the port's own process, where memory can be freed and many calls take
 * no time. It travels there, so it captures nothing but numbers and texts.
 */
@FunctionalInterface
public interface ServiceWork extends Serializable {
  /** {@return whatever the test wants to know} What it throws fails the test. */
  long on(FilterPort port) throws Exception;
}
