package io.filterport.service;

import io.filterport.Buffers;
import java.lang.foreign.MemorySegment;

/** One of a service's gets: posted, completed, posted again. Used by one thread at a time. */
final class PendingGet {
  private final Overlapped overlapped = Overlapped.create();
  private final FilterPort port;
  private final int bufferBytes;
  private final int maxMessageBytes;
  private MemorySegment buffer;

  PendingGet(FilterPort port, int bufferBytes, int maxMessageBytes) {
    this.port = port;
    this.bufferBytes = bufferBytes;
    this.maxMessageBytes = maxMessageBytes;
    this.buffer = Buffers.allocate(bufferBytes);
  }

  Overlapped overlapped() {
    return overlapped;
  }

  void post() {
    port.getMessage(buffer, overlapped);
  }

  /** May be called by any thread. */
  void cancel() {
    boolean ignored = port.cancel(overlapped);
  }

  /** {@return header and payload of what it got} */
  MemorySegment received(long bytes) {
    return buffer.asSlice(0, bytes);
  }

  /**
   * Makes room for a message that did not fit, even one over the maximum: it can only be refused by
   * getting it.
   */
  void grow(long needed) {
    long roomy = Math.min(maxMessageBytes, 2 * buffer.byteSize());
    buffer = Buffers.allocate(Math.toIntExact(Math.max(needed, roomy)));
  }

  /** Gives back what was only needed to refuse a message. */
  void shrink() {
    if (buffer.byteSize() > maxMessageBytes) {
      buffer = Buffers.allocate(bufferBytes);
    }
  }
}
