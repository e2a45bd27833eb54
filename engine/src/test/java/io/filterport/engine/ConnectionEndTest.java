package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.WaitPolicy;
import io.filterport.engine.slots.Halves;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.security.AccessToken;
import io.filterport.security.Sid;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConnectionEndTest {
  private static final PortName NAME = new PortName("\\Port");
  private static final AccessToken CLIENT = AccessToken.of(Sid.SYSTEM, Set.of(Sid.EVERYONE));

  private final AtomicInteger disconnects = new AtomicInteger();

  /** A home whose client cannot be told of the end, for want of memory. */
  private static final class Forgetful extends TestHome {
    @Override
    public Halves open(Connection opening) {
      return Halves.embedded(
              opening.maxMessageBytes(),
              WaitPolicy.NEVER_SPIN,
              opening::breach,
              WaitPolicy.NEVER_SPIN,
              opening::breach)
          .filter();
    }

    @Override
    public void disconnectClient() {
      throw new OutOfMemoryError("of the test");
    }
  }

  private void createPort(Manager manager, NtStatus answer, int seats) {
    manager
        .register(FilterRegistration.named("filter"))
        .createCommunicationPort(
            PortAttributes.named(NAME.value()),
            PortCallbacks.of(request -> answer, cookie -> disconnects.incrementAndGet()),
            seats);
  }

  @Test
  @DisplayName("DIS-05: without memory for its end a connection kept its seat, and never ended")
  void noMemory() {
    try (Manager manager = new Manager()) {
      createPort(manager, NtStatus.SUCCESS, 1);
      for (int i = 1; i <= 2; i++) {
        manager.connect(NAME, CLIENT, new byte[0], new Forgetful()).closedByClient();
        assertThat(disconnects).hasValue(i);
      }
    }
  }

  @Test
  @DisplayName("CON-11: without memory for its end a refused connection kept its seat for ever")
  void refused() {
    try (Manager manager = new Manager()) {
      createPort(manager, NtStatus.ACCESS_DENIED, 1);
      for (int i = 1; i <= 2; i++) {
        assertThat(
                Failures.status(() -> manager.connect(NAME, CLIENT, new byte[0], new Forgetful())))
            .isEqualTo(NtStatus.ACCESS_DENIED);
      }
    }
  }

  @Test
  @DisplayName("UNL-02: without memory for the end of one connection the others had no disconnect")
  void unregistered() {
    try (Manager manager = new Manager()) {
      createPort(manager, NtStatus.SUCCESS, 2);
      manager.connect(NAME, CLIENT, new byte[0], new Forgetful());
      manager.connect(NAME, CLIENT, new byte[0], new Forgetful());
    }
    assertThat(disconnects).hasValue(2);
  }
}
