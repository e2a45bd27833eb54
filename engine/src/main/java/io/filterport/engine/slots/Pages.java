package io.filterport.engine.slots;

/** Gives pages of a segment that others may have mapped too back to the system. */
@FunctionalInterface
public interface Pages {
  /** For memory that keeps what it has. */
  Pages KEEP = (offset, bytes) -> {};

  /**
   * The range costs nothing afterwards, and reads as zero. May do nothing.
   *
   * @param offset where it begins in the segment, a whole page
   * @param bytes its length
   */
  void giveBack(long offset, long bytes);
}
