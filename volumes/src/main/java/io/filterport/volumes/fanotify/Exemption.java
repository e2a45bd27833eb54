package io.filterport.volumes.fanotify;

/** A process whose opens are allowed unasked, until this is closed or the process ends. */
public interface Exemption extends AutoCloseable {
  /** Ends the exemption. A second call does nothing. */
  @Override
  void close();
}
