package io.filterport.scanner.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;

/**
 * The EICAR test file: 68 harmless bytes that every scanner agrees to report. Thread-safe.
 *
 * <p>They stand here in two halves, and are joined when the program runs: in one piece, this very
 * file would be refused by the scanners of whoever builds it.
 */
public final class Eicar {

  /** The name of the built-in signature. */
  public static final String NAME = "EICAR-Test-File";

  private static final String FIRST_HALF = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR";
  private static final String SECOND_HALF = "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

  private Eicar() {}

  /** {@return the 68 bytes, in an array of the caller's own} */
  public static byte[] testFile() {
    return String.join("", FIRST_HALF, SECOND_HALF).getBytes(US_ASCII);
  }

  static Signature.Bytes signature() {
    return new Signature.Bytes(NAME, HexFormat.of().formatHex(testFile()));
  }
}
