package io.filterport.scanner.engine;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole signature file, or nothing. For one thread. */
final class SignatureFile {

  static final int MAX_SIGNATURES = 100_000;

  /** The most bytes in all patterns together, which bounds the automaton. */
  static final int MAX_ALL_PATTERN_BYTES = 8 * 1024 * 1024;

  private final List<Signature> signatures = new ArrayList<>();
  private int patternBytes;

  private SignatureFile() {}

  static List<Signature> read(Reader reader, String source) throws IOException {
    SignatureFile file = new SignatureFile();
    SignatureLines lines = new SignatureLines(reader, source);
    for (Fields line = lines.next(); line != null; line = lines.next()) {
      file.add(line);
    }
    if (file.signatures.isEmpty()) {
      String what = "there is no signature; write at least one, such as: text NAME \"some text\"";
      throw new SignatureFormatException(source, 1, 1, what);
    }
    return file.signatures;
  }

  private void add(Fields line) throws SignatureFormatException {
    Signature signature = SignatureParser.parse(line);
    if (signature != null) {
      signatures.add(signature);
      count(signature, line);
    }
  }

  private void count(Signature signature, Fields line) throws SignatureFormatException {
    if (signature instanceof Signature.Bytes bytes) {
      patternBytes += bytes.length();
    }
    if (signatures.size() > MAX_SIGNATURES) {
      throw line.error(1, "there are more than " + MAX_SIGNATURES + " signatures; remove some");
    }
    if (patternBytes > MAX_ALL_PATTERN_BYTES) {
      String what = "all patterns together have more than " + MAX_ALL_PATTERN_BYTES;
      throw line.error(1, what + " bytes; shorten some, or use sha256");
    }
  }
}
