package io.filterport.cli;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.cli.ReplayFinding.Seen;
import io.filterport.cli.TrafficRecord.Connect;
import io.filterport.cli.TrafficRecord.Disconnect;
import io.filterport.cli.TrafficRecord.Exchange;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Plays the clients of a filter to its port: connects as they did, and calls what they called. */
final class FilterReplay implements ReplayStage, AutoCloseable {
  private final PortSpace space;
  private final String port;
  private final Map<Long, FilterPort> open = new ConcurrentHashMap<>();

  /** Connections whose connect was played, whatever it came to. */
  private final Set<Long> tried = ConcurrentHashMap.newKeySet();

  FilterReplay(PortSpace space, String port) {
    this.space = space;
    this.port = port;
  }

  @Override
  public boolean plays(Exchange exchange) {
    return !exchange.byFilter();
  }

  @Override
  public Optional<ReplayFinding> connect(long line, Connect connect) {
    if (!connect.context().isWhole()) {
      return Optional.of(ReplayFinding.skipped(line, "its context was not recorded whole"));
    }
    tried.add(connect.connection());
    NtStatus seen = connect(connect.connection(), connect.context().kept());
    if (!connect.status().isSuccess()) {
      close(connect.connection());
    }
    return Optional.of(ReplayFinding.ofConnect(line, connect.status(), seen));
  }

  /** A port that is not there is no difference: nothing can be played. */
  private NtStatus connect(long connection, byte[] context) {
    try {
      ConnectOptions options =
          context.length == 0
              ? ConnectOptions.none()
              : ConnectOptions.withContext(Buffers.of(context));
      open.put(connection, FilterPort.connect(space, port, options));
      return NtStatus.SUCCESS;
    } catch (FilterPortException e) {
      if (e.status().equals(NtStatus.CONNECTION_REFUSED)
          || e.status().equals(NtStatus.OBJECT_NAME_NOT_FOUND)) {
        throw e;
      }
      return e.status();
    }
  }

  @Override
  public void disconnect(Disconnect disconnect) {
    close(disconnect.connection());
  }

  private void close(long connection) {
    FilterPort ended = open.remove(connection);
    if (ended != null) {
      ended.close();
    }
  }

  @Override
  public ReplayFinding play(long line, Exchange exchange) {
    FilterPort connected = open.get(exchange.connection());
    if (!tried.contains(exchange.connection())) {
      return ReplayFinding.skipped(line, "its connect was not recorded");
    }
    return connected == null
        ? ReplayFinding.missing(line, "its connection is not there")
        : call(line, exchange, connected);
  }

  private static ReplayFinding call(long line, Exchange exchange, FilterPort connected) {
    Integer room = exchange.room();
    MemorySegment output =
        Buffers.allocate(
            room == null ? 0 : Math.min(room, PortAttributes.LARGEST_MAX_MESSAGE_BYTES));
    return ReplayFinding.of(line, exchange, call(exchange, connected, output));
  }

  private static Seen call(Exchange exchange, FilterPort connected, MemorySegment output) {
    try {
      int bytes = connected.send(Buffers.of(exchange.message().kept()), output);
      return seen(NtStatus.SUCCESS, bytes, output);
    } catch (FilterPortException e) {
      return e.isDisconnected()
          ? new Seen(Outcome.DISCONNECTED, e.status(), 0, new byte[0])
          : seen(e.status(), e.bytes(), output);
    }
  }

  private static Seen seen(NtStatus status, long bytes, MemorySegment output) {
    int counted =
        status.toHResult().equals(NtStatus.BUFFER_TOO_SMALL.toHResult()) ? 0 : (int) bytes;
    return new Seen(Outcome.REPLIED, status, bytes, Arrays.copyOf(Buffers.bytes(output), counted));
  }

  @Override
  public void close() {
    open.values().forEach(FilterPort::close);
  }
}
