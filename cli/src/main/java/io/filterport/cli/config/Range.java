package io.filterport.cli.config;

import io.filterport.filter.PortAttributes;

/**
 * The numbers that a key takes, and the option that means the same.
 *
 * @param least the smallest
 * @param most the largest
 */
public record Range(long least, long most) {
  /** The longest message and reply of a port, in bytes. */
  public static final Range MAX_MESSAGE = new Range(1, PortAttributes.LARGEST_MAX_MESSAGE_BYTES);

  /** Seats of a port. */
  public static final Range MAX_CONNECTIONS = new Range(1, 65_536);

  /** How long an operation waits, in milliseconds. */
  public static final Range TIMEOUT = new Range(1, 3_600_000);

  /** How often that is prolonged. */
  public static final Range EXTENSIONS = new Range(0, 1000);

  /** The longest file that stands in its message, in bytes. */
  public static final Range INLINE_CONTENT = new Range(0, 1 << 20);

  /** Files scanned at once. */
  public static final Range WORKERS = new Range(1, 1024);

  /** The longest file that an engine scans, in bytes. */
  public static final Range SCANNED_FILE = new Range(1, Long.MAX_VALUE);

  /** Users and groups; the number behind them means none. */
  public static final Range ID = new Range(0, 0xffff_fffeL);

  /** {@return whether it is one of them} */
  public boolean contains(long number) {
    return number >= least && number <= most;
  }

  /** {@return the range in words} */
  @Override
  public String toString() {
    return most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
  }
}
