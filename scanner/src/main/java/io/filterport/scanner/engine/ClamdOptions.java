package io.filterport.scanner.engine;

import java.nio.file.Path;

/**
 * How a {@link ClamdEngine} talks to its clamd. Immutable.
 *
 * @param socket clamd's {@code LocalSocket}
 * @param connections scans at once, 1…{@link #MAX_CONNECTIONS}; more wait for one of these
 * @param maxFileBytes the largest content that is handed over, at least 1; clamd's {@code
 *     MaxFileSize} or less, because clamd calls clean what it did not read for its size
 */
public record ClamdOptions(Path socket, int connections, long maxFileBytes) {
  /** Where Debian's clamd listens. */
  public static final String DEFAULT_SOCKET = "/run/clamav/clamd.ctl";

  /** What {@code MaxFileSize} is where clamd's configuration does not say. */
  public static final long DEFAULT_MAX_FILE_BYTES = 100L << 20;

  /** The most connections of one engine. */
  public static final int MAX_CONNECTIONS = 1024;

  /** Checks the numbers. */
  public ClamdOptions {
    if (connections < 1 || connections > MAX_CONNECTIONS) {
      throw new IllegalArgumentException(
          connections + " connections to clamd: it takes 1 to " + MAX_CONNECTIONS + ".");
    }
    if (maxFileBytes < 1) {
      throw new IllegalArgumentException(maxFileBytes + " bytes at most: it takes 1 or more.");
    }
  }

  /**
   * {@return options with the default limit of a content's size}
   *
   * @param socket clamd's {@code LocalSocket}
   * @param connections scans at once
   */
  public static ClamdOptions of(Path socket, int connections) {
    return new ClamdOptions(socket, connections, DEFAULT_MAX_FILE_BYTES);
  }

  /**
   * {@return the same with another limit of a content's size}
   *
   * @param bytes clamd's {@code MaxFileSize} or less
   */
  public ClamdOptions withMaxFileBytes(long bytes) {
    return new ClamdOptions(socket, connections, bytes);
  }
}
