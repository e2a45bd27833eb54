package io.filterport.verify.conformance.world;

import io.filterport.filter.ManagerSnapshot;
import io.filterport.filter.ManagerSnapshot.FilterState;
import io.filterport.filter.ManagerSnapshot.PortState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What holds at any moment, whatever connects and ends meanwhile: INV-01 and INV-02 as far as they
 * need no quiet, and INV-06. The books are not read at once with the manager's snapshot, but before
 * and after it; what they say is compared so that each change between is in favour of the manager.
 *
 * @param acceptedBefore connections that were accepted
 * @param connecting calls that may have been among these, and not yet in the snapshot
 * @param endedBefore connections whose disconnect callback had returned
 * @param ports the manager's
 * @param acceptedAfter as before
 * @param endedAfter as before
 */
record Moment(
    long acceptedBefore,
    int connecting,
    long endedBefore,
    List<PortState> ports,
    long acceptedAfter,
    long endedAfter) {

  static Moment of(Ledger ledger, IntSupplier connecting, Supplier<ManagerSnapshot> snapshot) {
    long accepted = ledger.accepted();
    int underWay = connecting.getAsInt();
    long ended = ledger.ended();
    List<PortState> ports =
        snapshot.get().filters().stream().map(FilterState::ports).flatMap(List::stream).toList();
    return new Moment(accepted, underWay, ended, ports, ledger.accepted(), ledger.ended());
  }

  /** {@return what must not be} */
  List<String> breaches() {
    List<String> found = new ArrayList<>();
    long open = ports.stream().mapToLong(Moment::open).sum();
    long alive = ports.stream().mapToLong(port -> port.connections().size()).sum();
    if (endedBefore + open > acceptedAfter) {
      found.add("INV-01: more are open and ended than were accepted: " + this);
    }
    if (acceptedBefore - connecting > alive + endedAfter) {
      found.add("INV-01: one that was accepted is neither alive nor ended: " + this);
    }
    if (ports.stream().anyMatch(port -> port.seatsTaken() > port.maxConnections())) {
      found.add("INV-02: more seats than MaxConnections: " + this);
    }
    if (ports.stream().anyMatch(port -> open(port) > port.seatsTaken())) {
      found.add("INV-02: a connection that is open has no seat: " + this);
    }
    return found;
  }

  private static long open(PortState port) {
    return port.connections().stream()
        .filter(connection -> connection.state().equals("open"))
        .count();
  }
}
