package io.filterport.engine;

import io.filterport.NtStatus;
import io.filterport.PortName;
import io.filterport.engine.slots.Halves;
import io.filterport.filter.FilterRegistration;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.PortCallbacks;
import io.filterport.security.AccessToken;
import io.filterport.security.Sid;
import java.util.Set;

/** A home in one JVM, with both sides at hand. */
final class EmbeddedHome extends TestHome {
  private static final PortName NAME = new PortName("\\Port");
  private static final AccessToken CLIENT = AccessToken.of(Sid.SYSTEM, Set.of(Sid.EVERYONE));

  Halves.Pair pair;

  /** {@return a connection that lives here, to a port of a new filter that accepts it} */
  Connection connect(Manager manager) {
    manager
        .register(FilterRegistration.named("filter"))
        .createCommunicationPort(
            PortAttributes.named(NAME.value()),
            PortCallbacks.of(request -> NtStatus.SUCCESS, cookie -> {}),
            1);
    return manager.connect(NAME, CLIENT, new byte[0], this);
  }

  @Override
  public Halves open(Connection opening) {
    pair =
        Halves.embedded(
            opening.maxMessageBytes(),
            opening.waitPolicy(),
            opening::breach,
            opening.waitPolicy(),
            opening::breach);
    return pair.filter();
  }

  @Override
  public void disconnectClient() {
    if (pair != null) {
      pair.service().close();
    }
  }
}
