package io.filterport.filter;

import io.filterport.security.Administrators;
import java.util.List;

/**
 * What a manager holds at one moment. Immutable.
 *
 * @param filters in altitude order, highest first
 * @param administrators whom it takes for administrators, as far as its clients are of other
 *     processes
 */
public record ManagerSnapshot(List<FilterState> filters, Administrators administrators) {
  /** Copies the list. */
  public ManagerSnapshot {
    filters = List.copyOf(filters);
  }

  /**
   * A registered filter.
   *
   * @param name its name
   * @param altitude its altitude
   * @param ports its listening ports, and closed ones that still have connections
   */
  public record FilterState(String name, String altitude, List<PortState> ports) {
    /** Copies the list. */
    public FilterState {
      ports = List.copyOf(ports);
    }
  }

  /**
   * A server port.
   *
   * @param name its name
   * @param listening whether it still accepts connections
   * @param seatsTaken units of MaxConnections in use
   * @param maxConnections its seats
   * @param securityDescriptor who may connect, as SDDL
   * @param strictAccess whether a client must be granted all access (SEC-04)
   * @param oneWay whether it takes no messages from its clients
   * @param connections those alive
   */
  public record PortState(
      String name,
      boolean listening,
      int seatsTaken,
      int maxConnections,
      String securityDescriptor,
      boolean strictAccess,
      boolean oneWay,
      List<ConnectionState> connections) {
    /** Copies the list. */
    public PortState {
      connections = List.copyOf(connections);
    }
  }

  /**
   * A connection.
   *
   * @param id unique in its manager
   * @param processId the client's process
   * @param userId the client's user, -1 where there is none
   * @param state open, closed by the filter, or closing
   * @param ageMillis time since it was accepted
   */
  public record ConnectionState(
      long id, long processId, long userId, String state, long ageMillis) {}
}
