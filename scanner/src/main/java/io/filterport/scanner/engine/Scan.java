package io.filterport.scanner.engine;

import io.filterport.Content;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over one content: reads each byte once, for all signatures. For one thread. */
final class Scan {

  /**
   * How many bytes may appear beyond the size of the hand-over. Content that outruns the scan must
   * not hold a thread for ever, and what lies beyond a wrong size must not pass unseen.
   */
  static final long MAX_GROWTH_BYTES = 64L * 1024 * 1024;

  private final Content content;
  private final ScanContext context;
  private final byte[] bytes;
  private final MemorySegment buffer;
  private final List<Signature.Bytes> patterns;
  private final PatternSearch search;
  private final HashSignatures hashes;
  private final @Nullable MessageDigest digest;
  private long position;

  Scan(
      Content content,
      ScanContext context,
      byte[] bytes,
      List<Signature.Bytes> patterns,
      Automaton automaton,
      HashSignatures hashes) {
    this.content = content;
    this.context = context;
    this.bytes = bytes;
    this.buffer = MemorySegment.ofArray(bytes);
    this.patterns = patterns;
    this.search = new PatternSearch(automaton);
    this.hashes = hashes;
    this.digest = hashes.want(content.size()) ? HashSignatures.newDigest() : null;
  }

  ScanResult run() throws IOException {
    for (int count = read(); count >= 0; count = read()) {
      int end = search.search(bytes, count);
      if (end >= 0) {
        return infected(end);
      }
      if (digest != null) {
        digest.update(bytes, 0, count);
      }
      position += count;
    }
    return verdictOfHashes();
  }

  private int read() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("The scan was interrupted at byte " + position);
    }
    context.requireWanted();
    if (position - content.size() > MAX_GROWTH_BYTES) {
      throw failed("it grew by more than " + MAX_GROWTH_BYTES + " bytes during the scan");
    }
    int count = content.read(position, buffer);
    if (count == 0) {
      throw failed("a read gave neither bytes nor the end");
    }
    return count;
  }

  private ScanResult infected(int end) {
    Signature.Bytes found = patterns.get(search.pattern());
    return ScanResult.infected(found.name(), position + end - found.length());
  }

  private ScanResult verdictOfHashes() throws IOException {
    String name = digest == null ? unhashed() : hashes.find(position, hex(digest));
    return name == null ? ScanResult.clean() : ScanResult.infected(name, ScanResult.Infected.WHOLE);
  }

  private @Nullable String unhashed() throws IOException {
    if (hashes.want(position)) {
      throw failed("its size became " + position + " bytes during the scan");
    }
    return null;
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private IOException failed(String why) {
    return new IOException(
        "No verdict on content of "
            + content.size()
            + " bytes, at byte "
            + position
            + ": "
            + why
            + ". Scan it again when it is at rest");
  }
}
