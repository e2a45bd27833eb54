package io.filterport.cli;

import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The filter's end of a connection of a port that may be recorded. Safe for use by any thread. */
final class TappedClientPort implements ClientPort {
  private final ClientPort port;
  private final PortTap tap;
  private final long connection;

  TappedClientPort(ClientPort port, PortTap tap, long connection) {
    this.port = port;
    this.tap = tap;
    this.connection = connection;
  }

  @Override
  public SendResult send(MemorySegment message, @Nullable MemorySegment reply, Timeout timeout) {
    List<RecordingLog> logs = tap.logs();
    if (logs == null || message == null) {
      return port.send(message, reply, timeout);
    }
    TappedExchange exchange = TappedExchange.begin(logs, connection, message);
    SendResult result = null;
    try {
      result = port.send(message, reply, timeout);
      return result;
    } finally {
      exchange.sent(result, reply, timeout, null);
    }
  }

  @Override
  public SendResult send(
      MemorySegment message, Content content, MemorySegment reply, Timeout timeout) {
    List<RecordingLog> logs = tap.logs();
    if (logs == null || message == null) {
      return port.send(message, content, reply, timeout);
    }
    long contentBytes = content.size();
    TappedExchange exchange = TappedExchange.begin(logs, connection, message);
    SendResult result = null;
    try {
      result = port.send(message, content, reply, timeout);
      return result;
    } finally {
      exchange.sent(result, reply, timeout, contentBytes);
    }
  }

  @Override
  public boolean isConnected() {
    return port.isConnected();
  }

  @Override
  public void close() {
    port.close();
  }

  @Override
  public String toString() {
    return port.toString();
  }
}
