package io.filterport.scanner.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.filterport.Content;
import java.io.IOException;
import java.io.StringReader;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Engines, contents and verdicts for tests. */
final class Engines {

  static final String SOURCE = "sigs.txt";

  private Engines() {}

  static PatternEngine engine(String... lines) throws IOException {
    return PatternEngine.load(new StringReader(String.join("\n", lines)), SOURCE);
  }

  static ScanResult scan(ScanEngine engine, byte[] bytes) throws IOException {
    try (Content content = Content.of(bytes)) {
      return engine.scan(content);
    }
  }

  static ScanResult scan(ScanEngine engine, String text) throws IOException {
    return scan(engine, text.getBytes(ISO_8859_1));
  }

  static ScanResult found(String name, long offset) {
    return ScanResult.infected(name, offset);
  }

  static String sha256(byte[] bytes) {
    MessageDigest digest = HashSignatures.newDigest();
    return HexFormat.of().formatHex(digest.digest(bytes));
  }
}
