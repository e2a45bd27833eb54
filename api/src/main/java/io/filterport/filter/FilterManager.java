package io.filterport.filter;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.spi.Worlds;
import java.nio.file.Path;
import java.util.List;

/**
 * The manager: one namespace of ports, the filters that own them, the connections to them. Safe for
 * use by any thread.
 */
public interface FilterManager extends AutoCloseable {
  /**
   * {@return the filter side of an embedded space}
   *
   * @param space made by {@link PortSpace#embedded()}
   * @throws FilterPortException {@link NtStatus#NOT_SUPPORTED} if the manager is another process
   */
  static FilterManager in(PortSpace space) {
    return space
        .manager()
        .orElseThrow(
            () ->
                new FilterPortException(
                    "the filter side of " + space,
                    NtStatus.NOT_SUPPORTED,
                    "It is another process; filters are registered there."));
  }

  /**
   * {@return a new manager that clients of other processes reach through a control socket} The
   * directory is made if it is missing, writable by its owner only; the socket admits everyone, and
   * the descriptor of each port decides who connects.
   *
   * @param controlSocket the socket's path, at most 107 bytes
   * @throws FilterPortException {@link NtStatus#OBJECT_NAME_COLLISION} if a manager listens there,
   *     or the file there is no socket, or its lock is another's; {@link NtStatus#NOT_SUPPORTED}
   *     off Linux; {@link NtStatus#NAME_TOO_LONG}; {@link NtStatus#ACCESS_DENIED} or {@link
   *     NtStatus#OBJECT_PATH_NOT_FOUND} if the socket cannot be made; {@link
   *     NtStatus#INSUFFICIENT_RESOURCES} if descriptors or threads are short
   */
  static FilterManager listen(Path controlSocket) {
    return listen(controlSocket, ListenOptions.defaults());
  }

  /**
   * {@return a new manager that clients of other processes reach through a control socket}
   *
   * @param controlSocket as for {@link #listen(Path)}
   * @param options how it treats its clients
   * @throws FilterPortException as for {@link #listen(Path)}; {@link NtStatus#INVALID_PARAMETER}
   *     for a group that cannot be
   */
  static FilterManager listen(Path controlSocket, ListenOptions options) {
    return Worlds.socket().listen(controlSocket, options);
  }

  /**
   * {@return the registered filter} FltRegisterFilter (REG-01).
   *
   * @param registration name, altitude, unload callback
   * @throws FilterPortException {@link NtStatus#OBJECT_NAME_COLLISION} if a filter of that name, or
   *     one at that altitude, is registered; {@link NtStatus#FLT_NOT_INITIALIZED} after {@link
   *     #close()}
   */
  Filter register(FilterRegistration registration);

  /**
   * Asks a filter to unload, as {@code fltmc unload} does: runs its unload callback, which may
   * refuse unless the unload is mandatory, and unregisters it if the callback did not (REG-05).
   *
   * @param filterName the filter
   * @param mandatory whether the filter's refusal is ignored
   * @throws FilterPortException {@link NtStatus#NOT_FOUND} for an unknown filter; {@link
   *     NtStatus#FLT_DO_NOT_DETACH} if it has no unload callback (REG-04); {@link
   *     NtStatus#INVALID_DEVICE_REQUEST} from inside one of its port callbacks (DIS-21); {@link
   *     NtStatus#FLT_DELETING_OBJECT} while another unload of it is under way (REG-06); the status
   *     with which the callback refused
   */
  void unload(String filterName, boolean mandatory);

  /** {@return what is there now: filters, ports, connections} */
  ManagerSnapshot snapshot();

  /** {@return what happened at each port of the snapshot: filters in altitude order} */
  List<PortActivity> activity();

  /**
   * Ends the connections of all filters, unregisters every filter, and stops listening. A second
   * call does nothing.
   *
   * @throws FilterPortException {@link NtStatus#INVALID_DEVICE_REQUEST} from inside a port callback
   *     of one of its filters, where it would wait for itself (DIS-21); then nothing was closed
   */
  @Override
  void close();
}
