package io.filterport.scanner.engine;

/** The verdict of an engine on one content. Immutable. */
public sealed interface ScanResult {

  /** No signature was found. */
  record Clean() implements ScanResult {
    private static final Clean INSTANCE = new Clean();
  }

  /**
   * A signature was found.
   *
   * @param signature the signature's name
   * @param offset where the match begins, in bytes from the beginning of the content; {@link
   *     #WHOLE} if the match is the content as a whole
   */
  record Infected(String signature, long offset) implements ScanResult {

    /** The offset of a match that has no place of its own: -1. */
    public static final long WHOLE = -1;
  }

  /** {@return the verdict that nothing was found} */
  static ScanResult clean() {
    return Clean.INSTANCE;
  }

  /**
   * A verdict that a signature was found.
   *
   * @param signature the signature's name
   * @param offset where the match begins, or {@link Infected#WHOLE}
   * @return the verdict
   */
  static ScanResult infected(String signature, long offset) {
    return new Infected(signature, offset);
  }
}
