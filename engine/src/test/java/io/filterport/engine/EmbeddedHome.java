package io.filterport.engine;

import io.filterport.Content;
import io.filterport.engine.slots.Halves;
import io.filterport.filter.ClientProcess;
import java.util.concurrent.Executor;

/** The home of a connection whose client is the test. */
final class EmbeddedHome implements ConnectionHome {
  Halves.Pair pair;

  @Override
  public ClientProcess process() {
    return new ClientProcess() {};
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
  public Executor callbacks() {
    return Runnable::run;
  }

  @Override
  public boolean closeWaits() {
    return false;
  }

  @Override
  public boolean carry(int slot, int generation, Content content) {
    return false;
  }

  @Override
  public void disconnectClient() {
    if (pair != null) {
      pair.service().close();
    }
  }

  @Override
  public void release() {}
}
