package io.filterport.verify.conformance.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.filter.FilterManager;
import io.filterport.filter.ManagerSnapshot.PortState;
import io.filterport.verify.conformance.world.Waits;
import java.util.List;

/** The seats of a filter's ports. Stateless. */
final class Seats {
  private Seats() {}

  static List<PortState> ports(FilterManager manager, String filter) {
    return manager.snapshot().filters().stream()
        .filter(state -> state.name().equals(filter))
        .flatMap(state -> state.ports().stream())
        .toList();
  }

  static int taken(FilterManager manager, String filter) {
    return ports(manager, filter).stream().mapToInt(PortState::seatsTaken).sum();
  }

  /** Returns when every seat is free; between processes that comes after the end of the client. */
  static void awaitFree(FilterManager manager, String filter) {
    Waits.until(() -> taken(manager, filter) == 0);
    assertThat(ports(manager, filter)).allMatch(port -> port.connections().isEmpty());
  }
}
