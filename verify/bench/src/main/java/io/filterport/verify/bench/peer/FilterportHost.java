package io.filterport.verify.bench.peer;

import io.filterport.NtStatus;
import io.filterport.filter.ClientPort;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.MessageNotify;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import java.util.concurrent.CompletableFuture;

/** The filter side of the Filterport peers: a manager with one port, in the first process. */
final class FilterportHost implements AutoCloseable {
  static final String PORT = "\\BenchPort";
  private static final int SEATS = 2_000;

  private final FilterManager manager;
  private final ServerPort port;
  private final CompletableFuture<ClientPort> client = new CompletableFuture<>();

  /**
   * Listens.
   *
   * @param message answers what clients send
   * @param inPlace whether it does so in the shared memory
   */
  FilterportHost(Setup setup, MessageNotify message, boolean inPlace) {
    manager = FilterManager.listen(setup.socket());
    Filter filter = manager.register(FilterRegistration.named("bench"));
    PortCallbacks callbacks = PortCallbacks.of(this::connect, cookie -> {}).onMessage(message);
    port =
        filter.createCommunicationPort(
            FilterportWaiting.port(PORT),
            inPlace ? callbacks.withBuffersInPlace() : callbacks,
            SEATS);
  }

  private NtStatus connect(ConnectionRequest request) {
    client.complete(request.clientPort());
    return NtStatus.SUCCESS;
  }

  /** {@return the first connection, once it is there} */
  ClientPort client() {
    return client.join();
  }

  @Override
  public void close() {
    port.close();
    manager.close();
  }
}
