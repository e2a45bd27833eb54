package io.filterport.verify.conformance.agent;

import io.filterport.Buffers;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;

/** A buffer on its way. Over there its bytes are what calls read and write. */
final class Bytes implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] content;
  private final boolean readOnly;

  private Bytes(MemorySegment buffer) {
    content = Buffers.bytes(buffer);
    readOnly = buffer.isReadOnly();
  }

  static Bytes of(MemorySegment buffer) {
    return buffer == null ? null : new Bytes(buffer);
  }

  /** {@return a buffer of the same kind over these bytes; null for null} */
  static MemorySegment open(Bytes bytes) {
    if (bytes == null) {
      return null;
    }
    MemorySegment buffer = Buffers.of(bytes.content);
    return bytes.readOnly ? buffer.asReadOnly() : buffer;
  }

  /** Brings the bytes back to the buffer that they came from. */
  static void fill(MemorySegment buffer, Bytes bytes) {
    if (bytes != null && !buffer.isReadOnly() && bytes.content.length == buffer.byteSize()) {
      buffer.copyFrom(Buffers.of(bytes.content));
    }
  }
}
