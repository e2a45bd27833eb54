package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.cli.RecordingMessages.Wish;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.spi.FilterHost;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The port of those who record, which belongs to the filter {@code inspection}. A connection is a
 * recording: its context says of what, and each message is answered with the next bytes.
 *
 * <p>Everybody's messages are told there. So it has the default descriptor, as the inspection port
 * does, whatever the host was told about ports: SYSTEM and Administrators.
 */
final class RecordingPort {
  static final String PORT = "\\FilterportRecording";

  /** Each has a log of its own. */
  static final int MAX_CLIENTS = 4;

  private final Recordables recordables;

  private RecordingPort(Recordables recordables) {
    this.recordables = recordables;
  }

  /** A recording under way. */
  private record Recording(PortTap tap, RecordingLog log) {}

  static ServerPort create(FilterHost host, Recordables recordables) {
    RecordingPort port = new RecordingPort(recordables);
    PortCallbacks callbacks =
        PortCallbacks.of(port::connect, RecordingPort::disconnect)
            .onMessage(RecordingPort::message);
    return host.filter()
        .createCommunicationPort(PortAttributes.named(PORT), callbacks, MAX_CLIENTS);
  }

  private NtStatus connect(ConnectionRequest request) {
    Wish wish;
    try {
      wish = RecordingMessages.decode(request.context());
    } catch (FilterPortException e) {
      return e.status();
    }
    PortTap tap = recordables.find(wish.port());
    if (tap == null) {
      return NtStatus.NOT_SUPPORTED;
    }
    RecordingLog log = new RecordingLog(wish.mostKept(), tap.losses());
    request.setConnectionCookie(new Recording(tap, log));
    tap.begin(log);
    return NtStatus.SUCCESS;
  }

  private static void disconnect(@Nullable Object cookie) {
    if (cookie instanceof Recording recording) {
      recording.tap().end(recording.log());
    }
  }

  private static NtStatus message(@Nullable Object cookie, MessageCall call) {
    MemorySegment output = call.output();
    if (!(cookie instanceof Recording recording) || output == null || output.byteSize() == 0) {
      return NtStatus.INVALID_PARAMETER;
    }
    int bytes = recording.log().pull(output);
    call.setReturnLength(bytes);
    return bytes == 0 ? NtStatus.NO_MORE_ENTRIES : NtStatus.SUCCESS;
  }
}
