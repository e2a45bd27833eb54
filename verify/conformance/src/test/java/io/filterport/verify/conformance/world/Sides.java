package io.filterport.verify.conformance.world;

import io.filterport.PortSpace;
import io.filterport.filter.FilterManager;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import io.filterport.verify.conformance.agent.AgentProcess;
import java.util.List;

/** A manager of its own, and the way to its ports. */
interface Sides extends AutoCloseable {
  FilterManager manager();

  /** Where a program of its own finds the ports. */
  PortSpace space();

  FilterPort connect(String name, ConnectOptions options);

  /** Connects another process, where a world has more than one. */
  default FilterPort connectFrom(AgentProcess process, String name) {
    throw new UnsupportedOperationException("this world is one process");
  }

  Overlapped overlapped();

  Overlapped overlappedWithoutPacket();

  /** Does something inside a dependant of a pending get's future, or beside it over there. */
  void onCompletion(Overlapped overlapped, Runnable action);

  CompletionPort completionPort();

  /** Does something with a port in its own process. */
  long atService(FilterPort port, ServiceWork work);

  /** The process that connects. */
  long clientPid();

  /** The names of the threads of the process that connects. */
  List<String> serviceThreads();

  /** Whether filter and service are one process. */
  boolean oneProcess();

  /** The user of the process that connects, as the manager learns it (CNF-02). */
  long clientUser();

  /** The group of the process that connects, as the manager learns it (CNF-02). */
  long clientGroup();

  /** Whether a child process may inherit a handle (CON-16). */
  boolean inheritsHandles();

  /** Whether the close of a port returns after its disconnect callback only (HND-07). */
  boolean closeWaits();

  @Override
  void close();
}
