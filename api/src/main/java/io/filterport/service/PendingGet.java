package io.filterport.service;

import io.filterport.Buffers;
import io.filterport.MessageHeader;
import java.lang.foreign.MemorySegment;

/** One of a service's gets: posted, completed, posted again. Used by one thread at a time. */
final class PendingGet {
  /** Larger buffers are for one message: a burst of long ones must not stay in every get. */
  private static final int KEPT = MessageHeader.SIZE + (1 << 20);

  private final Overlapped overlapped = Overlapped.create();
  private final FilterPort port;
  private final int bufferBytes;
  private final int keptBytes;
  private MemorySegment buffer;

  PendingGet(FilterPort port, int bufferBytes, int maxMessageBytes) {
    this.port = port;
    this.bufferBytes = bufferBytes;
    this.keptBytes = Math.min(maxMessageBytes, Math.max(bufferBytes, KEPT));
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
    long roomy = Math.min(keptBytes, 2 * buffer.byteSize());
    buffer = Buffers.allocate(Math.toIntExact(Math.max(needed, roomy)));
  }

  /** Gives back what was only needed for a long message, or to refuse one. */
  void shrink() {
    if (buffer.byteSize() > keptBytes) {
      buffer = Buffers.allocate(bufferBytes);
    }
  }
}
