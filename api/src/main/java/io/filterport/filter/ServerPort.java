package io.filterport.filter;

import io.filterport.PortName;

/** A named port that listens. Safe for use by any thread. */
public interface ServerPort extends AutoCloseable {
  /** {@return its name} */
  PortName name();

  /**
   * FltCloseCommunicationPort: the name is free at once and nobody connects any more (CLP-01,
   * CLP-06); connections stay (CLP-02). Runs no callback (CLP-08). A second call does nothing
   * (CLP-05).
   */
  @Override
  void close();
}
