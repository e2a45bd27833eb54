package io.filterport.volumes.nio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.filterport.Content;
import io.filterport.volume.FileOperation;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Denies files that hold a marker, unless they go, and one name; keeps what it was asked. */
final class MarkerScanner implements PreOperationCallback {
  static final String MARKER = "BAD-CONTENT";
  static final String REASON = "test scanner: marker found";
  static final String FORBIDDEN_NAME = "forbidden";

  final Queue<String> asked = new ConcurrentLinkedQueue<>();

  @Override
  public Verdict preOperation(FileOperation operation) throws IOException {
    asked.add(operation.kind() + " " + operation.path() + " " + operation.size());
    boolean allowed =
        switch (operation.kind()) {
          case RENAME, DELETE -> true;
          case CREATE -> !operation.path().endsWith(FORBIDDEN_NAME);
          case OPEN, EXEC, WRITE_CLOSE, ACCESS -> !text(operation.content()).contains(MARKER);
        };
    return allowed ? Verdict.ALLOW : Verdict.deny(REASON);
  }

  static String text(Content content) throws IOException {
    byte[] bytes = new byte[(int) content.size()];
    int length = 0;
    for (int more = 0; more >= 0 && length < bytes.length; length += more) {
      more = content.read(length, MemorySegment.ofArray(bytes).asSlice(length));
    }
    return new String(bytes, US_ASCII);
  }
}
