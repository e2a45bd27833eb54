package ownengine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.filterport.Content;
import io.filterport.scanner.engine.ScanContext;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.scanner.engine.ScanResult;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Finds files that hold a word. Any number of threads may scan at once. */
final class MarkerEngine implements ScanEngine {
  private static final int BLOCK_BYTES = 64 << 10;

  /** A sparse file of any size costs its writer nothing, and the scan of it a worker's time. */
  private static final long MAX_FILE_BYTES = 1L << 30;

  private final String marker;

  /**
   * Makes an engine.
   *
   * @param marker the word, in ASCII, much shorter than 64 KiB
   */
  MarkerEngine(String marker) {
    this.marker = marker;
  }

  @Override
  public ScanResult scan(Content content) throws IOException {
    return scan(content, ScanContext.WANTED);
  }

  /** Blocks overlap, so that no marker lies on a border of two. */
  @Override
  public ScanResult scan(Content content, ScanContext context) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    int step = BLOCK_BYTES - marker.length() + 1;
    for (long position = 0; position < MAX_FILE_BYTES; position += step) {
      context.requireWanted(); // ends when nobody waits any more; tells the filter of the work
      int bytes = fill(block, content, position);
      int found = new String(block, 0, bytes, ISO_8859_1).indexOf(marker);
      if (found >= 0) {
        return ScanResult.infected(marker, position + found);
      }
      if (bytes < BLOCK_BYTES) {
        return ScanResult.clean();
      }
    }
    throw new IOException("No verdict on more than " + MAX_FILE_BYTES + " bytes");
  }

  /** A read may give less than it was asked for. */
  private static int fill(byte[] block, Content content, long position) throws IOException {
    MemorySegment buffer = MemorySegment.ofArray(block);
    int bytes = 0;
    while (bytes < block.length) {
      int more = content.read(position + bytes, buffer.asSlice(bytes));
      if (more < 0) {
        return bytes;
      }
      bytes += more;
    }
    return bytes;
  }

  @Override
  public String name() {
    return "marker";
  }

  /** Verdicts depend on the word alone, so a volume may keep them. */
  @Override
  public String version() {
    return marker;
  }
}
