package io.filterport.scanner.engine;

import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one line of a signature file, in the format that {@link Signature} describes. */
final class SignatureParser {

  private static final String KINDS = "; write bytes, text or sha256";
  private static final String NAMES =
      "; write 1 to " + Signature.MAX_NAME_CHARS + " of A-Z a-z 0-9 . _ -";
  private static final String LENGTHS =
      "; write " + Signature.MIN_PATTERN_BYTES + " to " + Signature.MAX_PATTERN_BYTES + " bytes";
  private static final String PAIRS = "; write two of 0-9 a-f for each byte";
  private static final String SIZES =
      "; write the size in bytes, 0 to " + Long.MAX_VALUE + ", or * for any";
  private static final int DIGEST_DIGITS = 64;
  private static final String DIGESTS = "; write " + DIGEST_DIGITS + " hexadecimal digits";

  private final Fields fields;

  private SignatureParser(Fields fields) {
    this.fields = fields;
  }

  /** Returns the signature of the line, or null if the line is empty or a comment. */
  static @Nullable Signature parse(Fields line) throws SignatureFormatException {
    return line.atEnd() ? null : new SignatureParser(line).signature();
  }

  private Signature signature() throws SignatureFormatException {
    int column = fields.column();
    String kind = fields.next("");
    Signature signature =
        switch (kind) {
          case "bytes" -> new Signature.Bytes(name(), pattern());
          case "text" -> new Signature.Bytes(name(), text());
          case "sha256" -> new Signature.Sha256(name(), size(), digest());
          default -> throw error(column, Fields.shown(kind) + " is no kind of signature" + KINDS);
        };
    fields.requireEnd();
    return signature;
  }

  private String name() throws SignatureFormatException {
    String name = fields.next("the name is missing" + NAMES);
    int column = fields.column() - name.length();
    if (name.length() > Signature.MAX_NAME_CHARS) {
      throw error(column, "the name has " + name.length() + " characters" + NAMES);
    }
    for (int i = 0; i < name.length(); i++) {
      if (!Shape.isNameChar(name.charAt(i))) {
        throw error(column + i, shown(name.charAt(i)) + " cannot stand in a name" + NAMES);
      }
    }
    return name;
  }

  private String pattern() throws SignatureFormatException {
    StringBuilder hex = new StringBuilder(hex("the pattern is missing" + LENGTHS));
    int column = fields.column() - hex.length();
    while (!fields.atEnd()) {
      hex.append(hex(""));
    }
    return checkedLength(column, hex.toString());
  }

  private String text() throws SignatureFormatException {
    boolean missing = fields.atEnd();
    int column = fields.column();
    if (missing) {
      throw error(column, "the text is missing; write it in quotes, \"like this\"");
    }
    return checkedLength(column, HexFormat.of().formatHex(QuotedText.read(fields)));
  }

  private String checkedLength(int column, String hex) throws SignatureFormatException {
    int bytes = hex.length() / 2;
    if (bytes < Signature.MIN_PATTERN_BYTES || bytes > Signature.MAX_PATTERN_BYTES) {
      throw error(column, "the pattern has " + bytes + " bytes" + LENGTHS);
    }
    return hex;
  }

  private long size() throws SignatureFormatException {
    String size = fields.next("the size is missing" + SIZES);
    if (size.equals("*")) {
      return Signature.ANY_SIZE;
    }
    try {
      return Long.parseLong(digits(size));
    } catch (NumberFormatException e) {
      throw error(fields.column() - size.length(), Fields.shown(size) + " is no size" + SIZES);
    }
  }

  /** The argument without the signs that {@link Long#parseLong} would take. */
  private static String digits(String size) {
    return size.chars().allMatch(c -> Shape.isDigit((char) c)) ? size : "";
  }

  private String digest() throws SignatureFormatException {
    String digest = hex("the digest is missing" + DIGESTS);
    if (digest.length() != DIGEST_DIGITS) {
      int column = fields.column() - digest.length();
      throw error(column, "the digest has " + digest.length() + " digits" + DIGESTS);
    }
    return digest;
  }

  private String hex(String ifMissing) throws SignatureFormatException {
    String hex = fields.next(ifMissing);
    int column = fields.column() - hex.length();
    for (int i = 0; i < hex.length(); i++) {
      if (!HexFormat.isHexDigit(hex.charAt(i))) {
        throw error(column + i, shown(hex.charAt(i)) + " is no hexadecimal digit" + PAIRS);
      }
    }
    if (hex.length() % 2 != 0) {
      throw error(column, hex.length() + " digits are no whole number of bytes" + PAIRS);
    }
    return hex.toLowerCase(Locale.ROOT);
  }

  private static String shown(char c) {
    return Fields.shown(String.valueOf(c));
  }

  private SignatureFormatException error(int column, String what) {
    return fields.error(column, what);
  }
}
