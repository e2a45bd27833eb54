package io.filterport.scanner.engine;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Keeps up to {@link #MAX_SPARE} buffers for the next scans. Thread-safe, and never waits: without
 * a spare, a scan gets a new buffer.
 */
final class Buffers {

  static final int BUFFER_BYTES = 64 * 1024;
  static final int MAX_SPARE = 16;

  private final BlockingQueue<byte[]> spare = new ArrayBlockingQueue<>(MAX_SPARE);

  byte[] take() {
    byte[] buffer = spare.poll();
    return buffer != null ? buffer : new byte[BUFFER_BYTES];
  }

  void giveBack(byte[] buffer) {
    spare.offer(buffer); // refused when there are enough: then it is garbage
  }
}
