package io.filterport.volume;

import java.util.Objects;

/**
 * What a pre-operation callback decides. Immutable.
 *
 * @param allowed whether the operation may go on
 * @param reason why not, for people: who decided and what it found; empty if allowed
 * @param basis what it rests on besides the content, for those who are told of it: the engine and,
 *     after a space, its signatures; empty if that is not told
 */
public record Verdict(boolean allowed, String reason, String basis) {
  /** The operation may go on. */
  public static final Verdict ALLOW = new Verdict(true, "");

  /** The operation fails, with no reason but the filter's will. */
  public static final Verdict DENY = deny("denied by a filter");

  /** Checks that there are a reason and a basis, which may be empty. */
  public Verdict {
    Objects.requireNonNull(reason);
    Objects.requireNonNull(basis);
  }

  /**
   * Makes a verdict that does not tell what it rests on.
   *
   * @param allowed whether the operation may go on
   * @param reason why not; empty if allowed
   */
  public Verdict(boolean allowed, String reason) {
    this(allowed, reason, "");
  }

  /**
   * {@return a verdict that lets the operation fail}
   *
   * @param reason who decided and what it found, such as {@code "scanner: Eicar-Signature"}
   */
  public static Verdict deny(String reason) {
    return new Verdict(false, reason);
  }

  /**
   * {@return the same verdict, which tells what it rests on}
   *
   * @param value the engine and its signatures, such as {@code "clamd 1.4.2/27500"}
   */
  public Verdict basedOn(String value) {
    return new Verdict(allowed, reason, value);
  }
}
