package io.filterport.scanner.engine;

import io.filterport.Content;
import java.io.IOException;

/** Judges content. Thread-safe: any number of threads may scan at once. */
public interface ScanEngine {

  /**
   * Reads the content and judges it. Does not close it.
   *
   * @param content what to scan
   * @return the verdict on the bytes that were read
   * @throws IOException if there is no verdict: the content could not be read, or changed in a way
   *     that leaves the question open, or the thread was interrupted (its interrupt status stays
   *     set)
   * @throws EngineUnavailableException if there is none on any content now
   */
  ScanResult scan(Content content) throws IOException;

  /**
   * Reads the content and judges it, as long as somebody waits for that. Does not close it.
   *
   * @param content what to scan
   * @param context whether it is wanted; an engine that does not look scans to the end
   * @return the verdict on the bytes that were read
   * @throws ScanAbortedException if nobody waits any more
   * @throws IOException as {@link #scan(Content)}
   */
  default ScanResult scan(Content content, ScanContext context) throws IOException {
    return scan(content);
  }

  /**
   * {@return whether it reads content best that is in this process's memory} Then small files come
   * in the message, else each as a descriptor.
   */
  default boolean readsMemoryBest() {
    return true;
  }

  /** {@return the engine's name, such as {@code patterns}} */
  String name();

  /**
   * {@return what the verdicts depend on besides the content; empty if the engine cannot tell} A
   * verdict may be cached under the engine's name and the value from before the scan, and not at
   * all if that was empty. It may change at any time.
   */
  String version();
}
