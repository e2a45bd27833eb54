package io.filterport.scanner;

import io.filterport.Content;
import io.filterport.filter.PortAttributes;
import io.filterport.volume.FileOperation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Takes the content of small files into the message, so that no descriptor is handed over for them
 * and the service sees what stood there when it was asked.
 *
 * @param mostBytes of a file
 */
record SmallContent(int mostBytes) {
  static final SmallContent NONE = new SmallContent(0);

  static SmallContent of(int wanted, PortAttributes port) {
    int room = port.maxMessageBytes() - ScanRequest.MAX_BEFORE_CONTENT;
    return new SmallContent(Math.clamp(room, 0, Math.max(wanted, 0)));
  }

  /**
   * {@return the whole content; null if it is not small, or does not have the size that it had when
   * the operation began} Who changes it goes on doing so, perhaps: the service is to see what
   * stands there by then.
   */
  byte @Nullable [] of(FileOperation operation) throws IOException {
    long size = operation.size();
    if (mostBytes == 0 || size > mostBytes) {
      return null;
    }
    byte[] bytes = new byte[(int) size];
    return isWhole(operation.content(), bytes) ? bytes : null;
  }

  private static boolean isWhole(Content content, byte[] bytes) throws IOException {
    MemorySegment rest = MemorySegment.ofArray(bytes);
    while (rest.byteSize() > 0) {
      int read = content.read(bytes.length - rest.byteSize(), rest);
      if (read < 0) {
        return false;
      }
      rest = rest.asSlice(read);
    }
    return content.read(bytes.length, MemorySegment.ofArray(new byte[1])) < 0;
  }
}
