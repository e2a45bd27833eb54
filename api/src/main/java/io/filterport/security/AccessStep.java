package io.filterport.security;

/**
 * What one entry did in an access check. Immutable.
 *
 * @param number the place of the entry in its list, from 1
 * @param entry the entry
 * @param outcome what it did
 * @param rights which of the rights that were missing before it allowed or denied, if it did
 * @param missing the rights that were still missing after it
 */
public record AccessStep(
    int number, AccessControlEntry entry, Outcome outcome, AccessMask rights, AccessMask missing) {

  /** What an entry can do. */
  public enum Outcome {
    /** Nothing: it is for child objects only. */
    INHERIT_ONLY,
    /** Nothing: the caller does not hold its SID. */
    NOT_HELD,
    /** Nothing: the caller holds its SID, but none of its rights is still missing. */
    NOT_NEEDED,
    /** It allowed some of the missing rights. */
    ALLOWED_SOME,
    /** It allowed all rights that were still missing: access is granted. */
    GRANTED,
    /** It denied a right that was still missing: access is refused (SEC-10). */
    REFUSED
  }

  /** {@return whether the check ended with this entry} */
  public boolean decides() {
    return outcome == Outcome.GRANTED || outcome == Outcome.REFUSED;
  }

  /** {@return what the entry did, in words, without the entry itself} */
  public String result() {
    return switch (outcome) {
      case INHERIT_ONLY -> "inherit-only, says nothing of the port itself";
      case NOT_HELD -> "not held by the caller";
      case NOT_NEEDED -> "held, but none of it is still missing";
      case ALLOWED_SOME -> "held, " + missing + " is still missing";
      case GRANTED -> "held, nothing is missing any more";
      case REFUSED -> "held, and of this was still missing " + rights;
    };
  }

  /**
   * {@return the step in words, such as {@code entry 2 allows 0x001f0001 to S-1-5-32-544: not held
   * by the caller}}
   */
  public String text() {
    return "entry " + number + " " + entry.inWords() + ": " + result();
  }

  @Override
  public String toString() {
    return text();
  }
}
