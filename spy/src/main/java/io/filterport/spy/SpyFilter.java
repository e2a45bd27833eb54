package io.filterport.spy;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.MessageCall;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.spi.FilterHost;
import io.filterport.spi.FilterProvider;
import io.filterport.spy.SpyLog.Pull;
import io.filterport.spy.SpyRecord.Operation;
import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volumes.paths.PathGlob;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code spy}: records the operations on the host's volumes for the clients at its port,
 * which pull the records. It allows everything, and no operation waits for it or for a client.
 *
 * <p>Everybody's file names are told there. So the port has the default descriptor, whatever the
 * host was told about ports: SYSTEM and Administrators.
 */
public final class SpyFilter implements FilterProvider {
  /** The port of the clients. */
  public static final String PORT = "\\SpyPort";

  /** Each has a log of its own, and each operation goes into every log. */
  static final int MAX_CLIENTS = 4;

  private static final String NAME = "spy";

  /** Above the scanner: what it denies is recorded all the same. */
  private static final String ALTITUDE = "370000";

  private volatile @Nullable ServerPort port;
  private volatile Volume.@Nullable Attachment attachment;
  private final List<Client> clients = new CopyOnWriteArrayList<>();
  private final AtomicLong operations = new AtomicLong();

  /** Called by the service loader. */
  public SpyFilter() {}

  private record Client(ClientPort port, SpySelection selection, PathGlob glob, SpyLog log) {
    boolean mayTake(FileOperation operation) {
      return (selection.kinds().isEmpty() || selection.kinds().contains(operation.kind()))
          && (selection.processId() == SpySelection.ANY_PROCESS
              || selection.processId() == operation.processId());
    }

    boolean takes(String path) {
      return selection.path().isEmpty() || glob.matches(path);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public FilterRegistration registration() {
    return FilterRegistration.named(NAME).at(ALTITUDE).onUnload(this::unload);
  }

  @Override
  public void start(FilterHost host) {
    PortCallbacks callbacks =
        PortCallbacks.of(this::connect, this::disconnect).onMessage(this::message);
    port =
        host.filter().createCommunicationPort(PortAttributes.named(PORT), callbacks, MAX_CLIENTS);
    attachment = host.attach(ALTITUDE, this::observe);
  }

  private NtStatus unload(boolean mandatory) {
    Volume.Attachment attached = attachment;
    if (attached != null) {
      attached.close();
    }
    ServerPort open = port;
    if (open != null) {
      open.close();
    }
    return NtStatus.SUCCESS;
  }

  // ---- clients

  private NtStatus connect(ConnectionRequest request) {
    SpySelection selection;
    try {
      selection = SpySelection.decode(request.context());
    } catch (FilterPortException e) {
      return e.status();
    }
    Client client =
        new Client(request.clientPort(), selection, new PathGlob(selection.path()), new SpyLog());
    clients.add(client);
    request.setConnectionCookie(client);
    return NtStatus.SUCCESS;
  }

  private void disconnect(@Nullable Object cookie) {
    if (cookie instanceof Client client) {
      clients.remove(client);
      client.port().close();
    }
  }

  private NtStatus message(@Nullable Object cookie, MessageCall call) {
    MemorySegment output = call.output();
    if (!(cookie instanceof Client client)
        || !isGetLog(call.input())
        || output == null
        || output.byteSize() == 0) {
      return NtStatus.INVALID_PARAMETER;
    }
    Pull pull = client.log().pull(output);
    call.setReturnLength(pull.bytes());
    return pull.status();
  }

  private static boolean isGetLog(MemorySegment input) {
    return SpyMessages.command(input)
        .filter(command -> command.command() == SpyMessages.GET_LOG)
        .isPresent();
  }

  // ---- operations

  /** Whatever goes wrong here costs a record, never the operation. */
  private Verdict observe(FileOperation operation) {
    long sequence = operations.incrementAndGet();
    try {
      record(sequence, operation);
    } catch (RuntimeException | Error e) {
      clients.forEach(client -> client.log().lose());
    }
    return Verdict.ALLOW;
  }

  private void record(long sequence, FileOperation operation) {
    List<Client> asking = asking(operation);
    if (asking.isEmpty()) {
      return;
    }
    String path = operation.path();
    asking.removeIf(client -> !client.takes(path));
    if (!asking.isEmpty()) {
      byte[] record = encoded(sequence, path, operation);
      asking.forEach(client -> client.log().add(record));
    }
  }

  private List<Client> asking(FileOperation operation) {
    List<Client> asking = new ArrayList<>(MAX_CLIENTS);
    for (Client client : clients) {
      if (client.mayTake(operation)) {
        asking.add(client);
      }
    }
    return asking;
  }

  private static byte[] encoded(long sequence, String path, FileOperation operation) {
    return SpyMessages.encode(
        new Operation(
            sequence,
            Instant.now(),
            operation.kind().name(),
            path,
            false,
            operation.size(),
            operation.processId(),
            operation.userId()));
  }
}
