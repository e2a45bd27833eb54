package io.filterport.cli;

import io.filterport.filter.PortAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a host was told about its ports: about some by name, about all others together. Safe for use
 * by any thread.
 */
final class PortPlans {
  private final PortOption others;
  private final Map<String, PortOption> named = new LinkedHashMap<>();
  private final Set<String> created = ConcurrentHashMap.newKeySet();

  /**
   * Makes the plans.
   *
   * @param others what counts for ports without a name here
   * @param arguments by name, all options that count for that port
   */
  PortPlans(PortOption others, Map<String, List<String>> arguments) {
    this.others = others;
    arguments.forEach(
        (name, options) -> named.put(name, ConfigOption.filled(new PortOption(), options)));
  }

  /** Refuses a port to which everyone may connect. */
  void requireNarrow() {
    others.requireNarrow();
    named.values().forEach(PortOption::requireNarrow);
  }

  /** {@return what a port is to be, with what was said about it} */
  PortAttributes told(PortAttributes port) {
    String name = port.name();
    if (named.containsKey(name)) {
      created.add(name);
    }
    return named.getOrDefault(name, others).told(port);
  }

  /** {@return the ports that were named and that no filter has asked about} */
  List<String> missing() {
    return named.keySet().stream().filter(name -> !created.contains(name)).toList();
  }
}
