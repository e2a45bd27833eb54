package io.filterport.scanner.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.filterport.Content;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Looks for byte patterns and SHA-256 digests in one pass. Thread-safe: any number of threads may
 * scan at once, each with a buffer of 64 KiB whatever the size of the content.
 *
 * <p>The format of signature files is described at {@link Signature}. The {@link Eicar} signature
 * is always among the signatures, and is found anywhere: the definition of the test file only asks
 * for it at the beginning of files of up to 128 bytes, so this is stricter.
 *
 * <p>The verdict names the pattern that ends first; of several that end at the same byte, the
 * longest; of equal ones, the first in the file. A pattern is reported before any digest.
 *
 * <p>Content of more than {@link #DEFAULT_MAX_FILE_BYTES} bytes, or what {@link #withMaxFileBytes}
 * says, gets no verdict and is not read: a file that takes its whole time to be scanned, which a
 * sparse one does that occupies no block, is a way to keep scans of others waiting. That too is an
 * {@link IOException}.
 *
 * <p>Content is read to its end, even if that is not where {@link Content#size} says. A scan fails
 * with an {@link IOException} if more than 64 MiB appear beyond that size, or if the size changed
 * to one that a digest was to be computed for.
 */
public final class PatternEngine implements ScanEngine {

  /** About what fits into a time limit of five seconds, also with many signatures. */
  public static final long DEFAULT_MAX_FILE_BYTES = 1L << 30;

  private static final int VERSION_DIGITS = 16;

  private final List<Signature> signatures;
  private final List<Signature.Bytes> patterns;
  private final Automaton automaton;
  private final HashSignatures hashes;
  private final String version;
  private final Buffers buffers;
  private final long maxFileBytes;

  private PatternEngine(List<Signature> signatures) {
    this.signatures = List.copyOf(signatures);
    this.patterns = only(Signature.Bytes.class);
    this.hashes = new HashSignatures(only(Signature.Sha256.class));
    List<byte[]> bytes = patterns.stream().map(Signature.Bytes::pattern).toList();
    this.automaton = AutomatonBuilder.build(bytes, Automaton.MAX_DENSE);
    this.version = versionOf(this.signatures);
    this.buffers = new Buffers();
    this.maxFileBytes = DEFAULT_MAX_FILE_BYTES;
  }

  private PatternEngine(PatternEngine from, long maxFileBytes) {
    if (maxFileBytes < 1) {
      throw new IllegalArgumentException(maxFileBytes + " bytes at most: it takes 1 or more.");
    }
    this.signatures = from.signatures;
    this.patterns = from.patterns;
    this.automaton = from.automaton;
    this.hashes = from.hashes;
    this.version = from.version;
    this.buffers = from.buffers;
    this.maxFileBytes = maxFileBytes;
  }

  private <T extends Signature> List<T> only(Class<T> kind) {
    return signatures.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** {@return an engine that knows the EICAR test file and nothing else} */
  public static PatternEngine builtIn() {
    return new PatternEngine(List.of(Eicar.signature()));
  }

  /**
   * An engine with the signatures of a file, which is read once.
   *
   * @param file the signature file
   * @return the engine
   * @throws SignatureFormatException if the file is not as it must be
   * @throws IOException if the file cannot be read
   */
  public static PatternEngine load(Path file) throws IOException {
    // one character per byte: comments may be in any encoding, and columns count bytes
    try (Reader reader = Files.newBufferedReader(file, ISO_8859_1)) {
      return load(reader, file.toString());
    }
  }

  /**
   * An engine with the signatures of a text.
   *
   * @param reader where to read, up to the end; it is not closed
   * @param sourceName what error messages call the text
   * @return the engine
   * @throws SignatureFormatException if the text is not as it must be
   * @throws IOException if the text cannot be read
   */
  public static PatternEngine load(Reader reader, String sourceName) throws IOException {
    List<Signature> signatures = new ArrayList<>(List.of(Eicar.signature()));
    signatures.addAll(SignatureFile.read(new BufferedReader(reader), sourceName));
    return new PatternEngine(signatures);
  }

  /**
   * {@return an engine with the same signatures and another limit of a content's size}
   *
   * @param bytes the largest content that is scanned, at least 1
   */
  public PatternEngine withMaxFileBytes(long bytes) {
    return new PatternEngine(this, bytes);
  }

  /** {@return the signatures, the built-in one first, then in the order of the file} */
  public List<Signature> signatures() {
    return signatures;
  }

  @Override
  public ScanResult scan(Content content) throws IOException {
    return scan(content, ScanContext.WANTED);
  }

  /** Looks at the context before each part of the content. */
  @Override
  public ScanResult scan(Content content, ScanContext context) throws IOException {
    requireSize(content.size());
    byte[] buffer = buffers.take();
    try {
      return new Scan(content, context, buffer, patterns, automaton, hashes).run();
    } finally {
      buffers.giveBack(buffer);
    }
  }

  private void requireSize(long bytes) throws IOException {
    if (bytes > maxFileBytes) {
      throw new IOException(
          "No verdict on content of " + bytes + " bytes: up to " + maxFileBytes + " are scanned");
    }
  }

  @Override
  public String name() {
    return "patterns";
  }

  /**
   * {@return 16 hexadecimal digits of a hash of all signatures in their order} Comments and spacing
   * make no difference.
   */
  @Override
  public String version() {
    return version;
  }

  private static String versionOf(List<Signature> signatures) {
    MessageDigest digest = HashSignatures.newDigest();
    signatures.forEach(s -> digest.update((s.line() + "\n").getBytes(US_ASCII)));
    return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
  }
}
