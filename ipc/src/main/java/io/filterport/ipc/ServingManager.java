package io.filterport.ipc;

import io.filterport.filter.FilterManager;

/** A manager that is asked whether it serves its clients, by who watches over its process. */
public interface ServingManager extends FilterManager {
  /**
   * {@return whether its threads do their work: they let clients in, or keep them waiting until
   * sockets of others are closed} If a thread hangs, that it does not, after some seconds.
   */
  boolean isServing();
}
