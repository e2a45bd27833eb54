package io.filterport.scanner.engine;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * One thing to look for. Immutable.
 *
 * <p>A signature file is text with one signature on a line. Fields are separated by blanks or tabs;
 * a {@code #} where a field could begin makes the rest of the line a comment; empty lines are
 * skipped.
 *
 * <pre>{@code
 * # kind   name              what to look for
 * bytes    Example.Dropper   4d5a9000 03000000
 * text     Example.Script    "eval(unescape(\"%u9090"
 * sha256   Example.Exact     1024  0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0
 * sha256   Example.AnySize   *     00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
 * }</pre>
 *
 * <ul>
 *   <li>A <b>name</b> is 1 to 100 characters of {@code A-Z a-z 0-9 . _ -}. Several signatures may
 *       share one.
 *   <li>{@code bytes} is followed by 4 to 1024 bytes as hexadecimal digits, in one or more groups
 *       of whole bytes. It is found anywhere in the content.
 *   <li>{@code text} is the same for printable ASCII in quotes, with the escapes {@code \" \\ \n \r
 *       \t \xHH}. Upper and lower case differ.
 *   <li>{@code sha256} is followed by the size of the whole content in bytes, or {@code *} for any,
 *       and the SHA-256 of the whole content. Only content of such a size is hashed, so a size
 *       makes scanning faster.
 * </ul>
 *
 * <p>Limits: 100,000 signatures, 8,388,608 bytes in all patterns together, 67,108,864 bytes in the
 * file, 8,192 characters in a line.
 */
public sealed interface Signature {

  /** The fewest bytes in a pattern: with fewer, chance matches are common. */
  int MIN_PATTERN_BYTES = 4;

  /** The most bytes in a pattern. */
  int MAX_PATTERN_BYTES = 1024;

  /** The most characters in a name. */
  int MAX_NAME_CHARS = 100;

  /** The size of a {@link Sha256} that may have any size: -1. */
  long ANY_SIZE = -1;

  /** {@return what is reported when it is found} */
  String name();

  /** {@return the line that stands for it in a signature file, in the plainest form} */
  String line();

  /**
   * Bytes that may stand anywhere in the content.
   *
   * @param name what is reported
   * @param hex 4 to 1024 bytes as lower-case hexadecimal digits
   */
  record Bytes(String name, String hex) implements Signature {
    private static final Pattern HEX =
        Pattern.compile("([0-9a-f]{2}){" + MIN_PATTERN_BYTES + "," + MAX_PATTERN_BYTES + "}");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the name or the pattern is not as described
     */
    public Bytes {
      Shape.require(Shape.NAME, name, "name");
      Shape.require(HEX, hex, "pattern");
    }

    byte[] pattern() {
      return HexFormat.of().parseHex(hex);
    }

    int length() {
      return hex.length() / 2;
    }

    @Override
    public String line() {
      return "bytes " + name + " " + hex;
    }
  }

  /**
   * The SHA-256 of the whole content.
   *
   * @param name what is reported
   * @param size the size of the content in bytes, or {@link #ANY_SIZE}
   * @param digest the digest as 64 lower-case hexadecimal digits
   */
  record Sha256(String name, long size, String digest) implements Signature {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the name, the size or the digest is not as described
     */
    public Sha256 {
      Shape.require(Shape.NAME, name, "name");
      Shape.require(DIGEST, digest, "digest");
      if (size < ANY_SIZE) {
        throw new IllegalArgumentException("Negative size: " + size);
      }
    }

    @Override
    public String line() {
      return "sha256 " + name + " " + (size == ANY_SIZE ? "*" : size) + " " + digest;
    }
  }
}
