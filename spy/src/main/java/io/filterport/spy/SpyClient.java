package io.filterport.spy;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.spy.SpyMessages.SpyRequest;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The client of the filter {@code spy}: pulls what was recorded for it. For one thread. */
public final class SpyClient implements AutoCloseable {
  private static final int ROOM = 1 << 16;

  private final FilterPort port;
  private final MemorySegment getLog =
      SpyMessages.COMMAND.encode(new SpyRequest(SpyMessages.GET_LOG));
  private final MemorySegment buffer = Buffers.allocate(ROOM);

  private SpyClient(FilterPort port) {
    this.port = port;
  }

  /**
   * {@return a client for which the filter records from now on}
   *
   * @param space which manager
   * @param port the filter's, such as {@link SpyFilter#PORT}
   * @param selection what to record
   * @throws FilterPortException as {@link FilterPort#connect(PortSpace, String, ConnectOptions)};
   *     {@link NtStatus#INVALID_PARAMETER} or {@link NtStatus#UNKNOWN_REVISION} if the filter does
   *     not understand the selection
   */
  public static SpyClient connect(PortSpace space, String port, SpySelection selection) {
    ConnectOptions options = ConnectOptions.withContext(selection.encode());
    return new SpyClient(FilterPort.connect(space, port, options));
  }

  /**
   * {@return the next records, oldest first; none if there are none now} More may be there already.
   *
   * @throws FilterPortException {@link NtStatus#PORT_DISCONNECTED} if the host is gone; {@link
   *     NtStatus#INVALID_PARAMETER} if the answer is not understood
   */
  public List<SpyRecord> pull() {
    try {
      return SpyMessages.decode(buffer.asSlice(0, port.send(getLog, buffer)));
    } catch (FilterPortException e) {
      if (e.status().equals(NtStatus.NO_MORE_ENTRIES)) {
        return List.of();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    port.close();
  }
}
