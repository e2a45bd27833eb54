package io.filterport.cli;

import io.filterport.NtStatus;
import io.filterport.cli.TrafficRecord.Begin;
import io.filterport.cli.TrafficRecord.Connect;
import io.filterport.cli.TrafficRecord.Disconnect;
import io.filterport.security.AccessToken;
import io.filterport.spi.Losses;
import io.filterport.spi.Losses.Reason;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A port that may be recorded: who records it, and what a recording that begins now has to know.
 * Safe for use by any thread. Messages read one field here; connects and disconnects take a lock.
 */
final class PortTap {
  private final String port;
  private final Losses losses = new Losses(Reason.NO_ROOM, Reason.FAILED);

  /** Null while nobody records; else nobody changes the list. Written under this. */
  private volatile @Nullable List<RecordingLog> logs;

  // guarded by this
  private PortTraits traits = new PortTraits("", "", false, 0);
  private final Map<Long, Client> clients = new LinkedHashMap<>();
  private long lastConnection;

  PortTap(String port) {
    this.port = port;
  }

  /** What the port was created with. */
  record PortTraits(String filter, String altitude, boolean oneWay, int maxMessageBytes) {}

  /** An accepted client; the context is its own copy. */
  private record Client(AccessToken token, MemorySegment context) {}

  synchronized void created(PortTraits now) {
    traits = now;
  }

  synchronized boolean isCreated() {
    return traits.maxMessageBytes() > 0;
  }

  String port() {
    return port;
  }

  /** {@return what its recordings have lost, also those that are over} */
  Losses losses() {
    return losses;
  }

  /** {@return for whom messages are recorded that begin now; null for nobody} */
  @Nullable List<RecordingLog> logs() {
    return logs;
  }

  // ---- recordings

  /** The connections that are there already come first. */
  synchronized void begin(RecordingLog log) {
    log.add(
        new Begin(
            port,
            traits.filter(),
            traits.altitude(),
            traits.oneWay(),
            traits.maxMessageBytes(),
            Machine.name(),
            ProcessHandle.current().pid(),
            Instant.now(),
            log.mostKept()));
    clients.forEach((id, client) -> tell(log, id, client, true, NtStatus.SUCCESS));
    List<RecordingLog> more = new ArrayList<>(all());
    more.add(log);
    logs = List.copyOf(more);
  }

  synchronized void end(RecordingLog log) {
    List<RecordingLog> fewer = all().stream().filter(other -> other != log).toList();
    logs = fewer.isEmpty() ? null : fewer;
  }

  private List<RecordingLog> all() {
    List<RecordingLog> now = logs;
    return now == null ? List.of() : now;
  }

  // ---- connections

  /** {@return the number of a client, about which the filter is asked now} */
  synchronized long number() {
    return ++lastConnection;
  }

  synchronized void accepted(long id, AccessToken token, MemorySegment context) {
    Client client = new Client(token, context);
    clients.put(id, client);
    all().forEach(log -> tell(log, id, client, false, NtStatus.SUCCESS));
  }

  synchronized void refused(long id, AccessToken token, MemorySegment context, NtStatus status) {
    all().forEach(log -> tell(log, id, new Client(token, context), false, status));
  }

  private static void tell(
      RecordingLog log, long id, Client client, boolean before, NtStatus status) {
    Kept context = log.keep(client.context());
    if (context != null) {
      AccessToken token = client.token();
      long at = before ? 0 : log.at(System.nanoTime());
      log.add(
          context, new Connect(id, at, token.processId(), token.userId(), before, status, context));
    }
  }

  synchronized void disconnected(long id) {
    if (clients.remove(id) != null) {
      all().forEach(log -> log.add(new Disconnect(id, log.at(System.nanoTime()))));
    }
  }
}
