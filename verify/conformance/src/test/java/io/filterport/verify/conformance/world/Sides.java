package io.filterport.verify.conformance.world;

import io.filterport.filter.FilterManager;
import io.filterport.service.CompletionPort;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import java.util.List;

/** A manager of its own, and the way to its ports. */
interface Sides extends AutoCloseable {
  FilterManager manager();

  FilterPort connect(String name, ConnectOptions options);

  Overlapped overlapped();

  Overlapped overlappedWithoutPacket();

  CompletionPort completionPort();

  /** The process that connects. */
  long clientPid();

  /** The names of the threads of the process that connects. */
  List<String> serviceThreads();

  /** Whether the close of a port returns after its disconnect callback only (HND-07). */
  boolean closeWaits();

  @Override
  void close();
}
