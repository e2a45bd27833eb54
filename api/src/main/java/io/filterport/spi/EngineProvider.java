package io.filterport.spi;

import io.filterport.filter.FilterManager;
import io.filterport.service.CompletionPort;
import io.filterport.service.Overlapped;

/** The semantics of ports, and with them the embedded world. Exactly one is needed at run time. */
public interface EngineProvider {
  /** {@return a new manager inside this JVM} */
  Embedded createManager();

  /** {@return a new OVERLAPPED, idle} */
  Overlapped createOverlapped();

  /** {@return a new OVERLAPPED, idle, whose gets post no packet} */
  Overlapped createOverlappedWithoutPacket();

  /** {@return a new completion port without associations} */
  CompletionPort createCompletionPort();

  /**
   * Both sides of an embedded manager.
   *
   * @param manager the filter side
   * @param connector the way to its ports
   */
  record Embedded(FilterManager manager, PortConnector connector) {}
}
