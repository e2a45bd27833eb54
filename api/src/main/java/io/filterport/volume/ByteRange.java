package io.filterport.volume;

/**
 * Some bytes of a file. Immutable.
 *
 * @param offset where they begin, at least 0
 * @param length how many, at least 0; they may reach beyond the end of the file
 */
public record ByteRange(long offset, long length) {
  /** Checks the numbers. */
  public ByteRange {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(length + " bytes at " + offset);
    }
  }
}
