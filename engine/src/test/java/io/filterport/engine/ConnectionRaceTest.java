package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.engine.slots.Breach;
import io.filterport.engine.slots.Halves;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.filter.ServerPort;
import io.filterport.security.AccessToken;
import io.filterport.security.Sid;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Connections that end, and ports that close, while somebody connects. */
class ConnectionRaceTest {
  private static final PortName NAME = new PortName("\\Port");
  private static final AccessToken CLIENT =
      AccessToken.of(Sid.SYSTEM, Set.of(Sid.ADMINISTRATORS, Sid.EVERYONE));

  private final Manager manager = new Manager();
  private final EngineFilter filter =
      (EngineFilter) manager.register(FilterRegistration.named("racing"));
  private final AtomicInteger connects = new AtomicInteger();
  private final AtomicInteger disconnects = new AtomicInteger();

  private ServerPort createPort() {
    return filter.createCommunicationPort(
        PortAttributes.named(NAME.value()),
        PortCallbacks.of(
            request -> {
              connects.incrementAndGet();
              return NtStatus.SUCCESS;
            },
            cookie -> disconnects.incrementAndGet()),
        1);
  }

  /** What a world of two processes brings: the client can go at any time. */
  private static final class Home extends TestHome {
    private final AtomicReference<Breach> breach = new AtomicReference<>();
    private final AtomicInteger released = new AtomicInteger();

    @Override
    public Halves open(Connection opening) {
      breach.set(opening::breach);
      return Halves.embedded(
              opening.maxMessageBytes(),
              opening.waitPolicy(),
              opening::breach,
              opening.waitPolicy(),
              reason -> {})
          .filter();
    }

    void clientGoes() {
      Breach ends = breach.get();
      while (ends == null) {
        Thread.onSpinWait();
        ends = breach.get();
      }
      ends.report("the test says so");
    }

    @Override
    public void release() {
      released.incrementAndGet();
    }
  }

  @Test
  @DisplayName("a client that goes while its connection opens is finished, once (CON-14)")
  void clientGoesWhileOpening() {
    createPort();
    for (int i = 1; i <= 500; i++) {
      Home home = new Home();
      Background<Void> client = Background.run(home::clientGoes);
      Connection ignored = manager.connect(NAME, CLIENT, new byte[0], home);
      client.result();
      assertThat(disconnects).hasValue(i);
      assertThat(home.released).hasValue(1);
    }
  }

  @Test
  @DisplayName("CLP-04: a connect that had found the name entered the closed port, UNL-02: unseen")
  void connectAfterLookup() {
    ServerPort port = createPort();
    EngineServerPort found = manager.names().find(NAME);
    port.close();
    assertThat(Failures.status(() -> found.connect(CLIENT, new byte[0], new Home(), 1)))
        .isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    assertThat(connects).hasValue(0);
  }

  @Test
  @DisplayName("UNL-02, UNL-05: connects against unregistering: every accepted one is ended")
  void connectAgainstUnregister() {
    for (int i = 0; i < 200; i++) {
      Manager racing = new Manager();
      AtomicInteger open = new AtomicInteger();
      EngineFilter leaving = (EngineFilter) racing.register(FilterRegistration.named("leaving"));
      leaving.createCommunicationPort(
          PortAttributes.named(NAME.value()),
          PortCallbacks.of(
              request -> {
                open.incrementAndGet();
                return NtStatus.SUCCESS;
              },
              cookie -> open.decrementAndGet()),
          4);
      Background<Void> client = Background.run(() -> connectUntilRefused(racing));
      leaving.unregister();
      assertThat(open).hasValue(0);
      client.result();
      assertThat(open).hasValue(0);
    }
  }

  private static void connectUntilRefused(Manager manager) {
    try {
      while (true) {
        Connection ignored = manager.connect(NAME, CLIENT, new byte[0], new Home());
      }
    } catch (FilterPortException e) {
      assertThat(e.status())
          .isIn(
              NtStatus.OBJECT_NAME_NOT_FOUND,
              NtStatus.FLT_DELETING_OBJECT,
              NtStatus.CONNECTION_COUNT_LIMIT);
    }
  }
}
