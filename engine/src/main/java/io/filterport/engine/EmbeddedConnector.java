package io.filterport.engine;

import io.filterport.Content;
import io.filterport.PortName;
import io.filterport.WaitPolicy;
import io.filterport.engine.slots.Breach;
import io.filterport.engine.slots.ConnectionLayout;
import io.filterport.engine.slots.Halves;
import io.filterport.filter.ClientProcess;
import io.filterport.security.AccessToken;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.spi.PortConnector;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Connects inside one JVM: every callback but the message callback runs on the caller's thread. */
public final class EmbeddedConnector implements PortConnector {
  private final Manager manager;
  private final AccessToken client;

  /**
   * Makes a connector.
   *
   * @param manager the manager
   * @param client who its connections come from
   */
  public EmbeddedConnector(Manager manager, AccessToken client) {
    this.manager = manager;
    this.client = client;
  }

  @Override
  public FilterPort connect(PortName name, byte[] context, ConnectOptions options) {
    Home home = new Home(options.waitPolicy());
    Connection connection = manager.connect(name, client, context, home);
    return home.port(name, connection).open(options);
  }

  /** Both ends are in the same one. */
  private enum ThisProcess implements ClientProcess {
    INSTANCE
  }

  /** The service's side waits here until the connection is accepted. */
  private static final class Home implements ConnectionHome {
    private final WaitPolicy serviceWaits;
    private final ContentArrivals contents = new ContentArrivals(ConnectionLayout.DEFAULT_SLOTS);

    // guarded by this
    private @Nullable Halves service;
    private Breach filterBreach = reason -> {};
    private @Nullable ServicePort port;
    private boolean disconnected;

    Home(WaitPolicy serviceWaits) {
      this.serviceWaits = serviceWaits;
    }

    @Override
    public ClientProcess process() {
      return ThisProcess.INSTANCE;
    }

    @Override
    public synchronized Halves open(Connection opening) {
      Halves.Pair pair =
          Halves.embedded(
              opening.maxMessageBytes(),
              opening.waitPolicy(),
              this::breach,
              serviceWaits,
              this::breach);
      filterBreach = opening::breach;
      service = pair.service();
      return pair.filter();
    }

    private void breach(String reason) {
      Breach told;
      synchronized (this) {
        told = filterBreach;
      }
      told.report(reason);
    }

    ServicePort port(PortName name, Connection connection) {
      Halves halves = service();
      ServicePort made =
          new ServicePort(
              name, halves, connection.isOneWay(), contents, () -> close(connection, halves));
      boolean over;
      synchronized (this) {
        port = made;
        over = disconnected;
      }
      if (over) {
        made.peerGone();
      }
      return made;
    }

    @Override
    public boolean carry(int slot, int generation, Content content) {
      contents.put(slot, generation, new LentContent(content));
      return true;
    }

    private synchronized Halves service() {
      return Objects.requireNonNull(service, "accepted, so open");
    }

    private static void close(Connection connection, Halves halves) {
      connection.closedByClient();
      halves.release(() -> {});
    }

    @Override
    public Executor callbacks() {
      return Runnable::run;
    }

    @Override
    public boolean closeWaits() {
      return true;
    }

    @Override
    public void disconnectClient() {
      ServicePort told;
      synchronized (this) {
        disconnected = true;
        told = port;
      }
      if (told != null) {
        told.peerGone();
      }
    }

    @Override
    public void release() {
      // the garbage collector has it
    }
  }
}
