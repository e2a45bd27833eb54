package io.filterport.filter;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;

/** A registered filter: the owner of ports and connections. Safe for use by any thread. */
public interface Filter {
  /** {@return the name it registered with} */
  String name();

  /** {@return the altitude it registered with} */
  String altitude();

  /**
   * {@return a new server port, which accepts connections at once (CCP-07)}
   * FltCreateCommunicationPort.
   *
   * @param attributes name, flags, descriptor; captured, later changes have no effect (CCP-09)
   * @param callbacks what the manager runs, and the server port's cookie
   * @param maxConnections seats, at least 1 (CCP-02)
   * @throws FilterPortException the first that applies (CCP-01): {@link NtStatus#INVALID_PARAMETER}
   *     without attributes, name, connect or disconnect callback (CCP-04), for no seats, without
   *     the kernel-handle flag, with OBJ_OPENLINK, or for a maximum of bytes that no message has;
   *     {@link NtStatus#FLT_DELETING_OBJECT} once unregistering began; the statuses of {@link
   *     io.filterport.PortName}; {@link NtStatus#OBJECT_NAME_COLLISION} if the name is taken
   */
  ServerPort createCommunicationPort(
      PortAttributes attributes, PortCallbacks callbacks, int maxConnections);

  /**
   * FltUnregisterFilter: ends every connection of the filter, and with them the sends of its
   * callbacks; then waits for running callbacks, runs each missing DisconnectNotify on this thread,
   * or has the last message callback to return do so, closes what ports are left (UNL-01…UNL-07).
   * No callback of the filter runs after it has returned. A second call only waits for the first,
   * and in a callback not even that (UNL-05).
   *
   * @throws FilterPortException {@link NtStatus#INVALID_DEVICE_REQUEST} from inside a callback of
   *     this filter, or of one that a callback of this filter unregisters, where it would wait for
   *     itself (DIS-21)
   */
  void unregister();
}
