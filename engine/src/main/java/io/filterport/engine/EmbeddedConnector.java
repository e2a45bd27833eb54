package io.filterport.engine;

import io.filterport.Content;
import io.filterport.PortName;
import io.filterport.engine.slots.Breach;
import io.filterport.engine.slots.ConnectionLayout;
import io.filterport.engine.slots.Halves;
import io.filterport.security.AccessToken;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.spi.PortConnector;
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
  public FilterPort connect(PortName name, ConnectOptions options) {
    byte[] context = ConnectContext.of(name, options);
    Home home = new Home();
    Connection connection = manager.connect(name, client, context, home);
    return home.port(name, connection).open(options);
  }

  /** The service's side waits here until the connection is accepted. */
  private static final class Home implements ConnectionHome {
    private final Halves.Pair pair = Halves.embedded(this::breach, this::breach);

    private final ContentArrivals contents = new ContentArrivals(ConnectionLayout.DEFAULT_SLOTS);

    // guarded by this
    private Breach filterBreach = reason -> {};
    private @Nullable ServicePort port;
    private boolean disconnected;

    @Override
    public synchronized Halves open(Breach breach) {
      filterBreach = breach;
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
      ServicePort made =
          new ServicePort(
              name, pair.service(), connection.isOneWay(), contents, () -> close(connection));
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

    private void close(Connection connection) {
      connection.closedByClient();
      pair.service().release(() -> {});
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
