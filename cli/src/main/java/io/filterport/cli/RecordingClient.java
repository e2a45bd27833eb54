package io.filterport.cli;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.cli.RecordingMessages.Wish;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;

/** The client of the recording port. For one thread. */
final class RecordingClient implements AutoCloseable {
  private static final int ROOM = 1 << 18;
  private static final MemorySegment NEXT = Buffers.of((byte) 1);

  private final FilterPort port;
  private final MemorySegment buffer = Buffers.allocate(ROOM);

  private RecordingClient(FilterPort port) {
    this.port = port;
  }

  /** {@return a client for which the host records from now on} */
  static RecordingClient connect(PortSpace space, Wish wish) {
    ConnectOptions options = ConnectOptions.withContext(RecordingMessages.encode(wish));
    return new RecordingClient(FilterPort.connect(space, RecordingPort.PORT, options));
  }

  /** {@return the next bytes of the recording; none if there are none now} */
  byte[] pull() {
    try {
      return Buffers.bytes(buffer.asSlice(0, port.send(NEXT, buffer)));
    } catch (FilterPortException e) {
      if (e.status().equals(NtStatus.NO_MORE_ENTRIES)) {
        return new byte[0];
      }
      throw e;
    }
  }

  @Override
  public void close() {
    port.close();
  }
}
