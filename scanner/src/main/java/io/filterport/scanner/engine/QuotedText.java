package io.filterport.scanner.engine;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Reads the quoted text of a {@code text} signature. */
final class QuotedText {

  private static final String NO_END = "the closing quote is missing; end the text with \"";

  private final Fields fields;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private QuotedText(Fields fields) {
    this.fields = fields;
  }

  /** Reads from the opening quote to the closing one. */
  static byte[] read(Fields fields) throws SignatureFormatException {
    int column = fields.column();
    if (fields.nextChar("") != '"') {
      throw fields.error(column, "the opening quote is missing; write the text \"like this\"");
    }
    return new QuotedText(fields).rest();
  }

  private byte[] rest() throws SignatureFormatException {
    for (char c = nextChar(); c != '"'; c = nextChar()) {
      bytes.write(c == '\\' ? escape() : printable(c));
    }
    return bytes.toByteArray();
  }

  private int escape() throws SignatureFormatException {
    char c = nextChar();
    return switch (c) {
      case '"', '\\' -> c;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'x' -> 16 * digit() + digit();
      default -> {
        String what =
            Fields.shown("\\" + c) + " is no escape; write \\\" \\\\ \\n \\r \\t or \\xHH";
        throw fields.error(fields.column() - 2, what);
      }
    };
  }

  private int digit() throws SignatureFormatException {
    char c = nextChar();
    if (!HexFormat.isHexDigit(c)) {
      throw error(c, " is no hexadecimal digit; write two of 0-9 a-f after \\x");
    }
    return HexFormat.fromHexDigit(c);
  }

  private char printable(char c) throws SignatureFormatException {
    if (!Shape.isPrintable(c)) {
      throw error(c, " is not printable ASCII; write each byte as \\xHH");
    }
    return c;
  }

  private char nextChar() throws SignatureFormatException {
    return fields.nextChar(NO_END);
  }

  private SignatureFormatException error(char c, String what) {
    return fields.error(fields.column() - 1, Fields.shown(String.valueOf(c)) + what);
  }
}
