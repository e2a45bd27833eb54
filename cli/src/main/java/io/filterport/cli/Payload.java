package io.filterport.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Bytes of a message on the command line and in the output. */
final class Payload {
  private Payload() {}

  /** Exactly one of the three ways to give bytes. */
  static final class Given {
    @Option(names = "--text", paramLabel = "TEXT", description = "The message, sent as UTF-8.")
    private @Nullable String text;

    @Option(names = "--hex", paramLabel = "HEX", description = "The message in hexadecimal.")
    private @Nullable String hex;

    @Option(names = "--file", paramLabel = "FILE", description = "The message is the file's bytes.")
    private @Nullable Path file;

    byte[] bytes() {
      if (file != null) {
        return ofFile(file);
      }
      return hex != null ? ofHex(hex) : ofText(text == null ? "" : text);
    }
  }

  private static byte[] ofFile(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new TypeConversionException("'" + file + "' cannot be read: " + e);
    }
  }

  static byte[] ofText(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] ofHex(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + hex + "' is not an even number of hex digits");
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** {@return the bytes as text, or null if they are not UTF-8} */
  static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** {@return hexadecimal that a person can take in} */
  static String shortHex(byte[] bytes) {
    int shown = Math.min(bytes.length, 64);
    return HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "…" : "");
  }

  /** {@return text that a person can take in, or null} */
  static @Nullable String shortText(byte[] bytes) {
    String text = text(bytes);
    return text == null || text.length() <= 256 ? text : text.substring(0, 256) + "…";
  }
}
