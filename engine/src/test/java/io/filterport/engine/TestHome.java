package io.filterport.engine;

import io.filterport.Content;
import io.filterport.filter.ClientProcess;
import java.util.concurrent.Executor;

/** The home of a connection whose client is the test: callbacks run where they are called from. */
abstract class TestHome implements ConnectionHome {
  @Override
  public ClientProcess process() {
    return new ClientProcess() {};
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
  public void disconnectClient() {}

  @Override
  public void release() {}
}
