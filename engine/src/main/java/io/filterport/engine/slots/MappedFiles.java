package io.filterport.engine.slots;

import java.lang.foreign.MemorySegment;

/** Memory that is a file, which somebody may cut short while it is copied. Stateless. */
public final class MappedFiles {
  private MappedFiles() {}

  /**
   * Has the JVM say here, and not somewhere later, that the file was cut short: a compiled copy
   * only makes a note of it, and the next return from native code throws.
   *
   * @param copied what was read or written just now
   * @throws InternalError if it was not there
   */
  public static void requireWhole(MemorySegment copied) {
    if (copied.isMapped()) {
      boolean ignored = Thread.holdsLock(copied); // some native code
    }
  }
}
