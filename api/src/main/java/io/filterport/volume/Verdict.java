package io.filterport.volume;

import java.util.Objects;

/**
 * What a pre-operation callback decides. Immutable.
 *
 * @param allowed whether the operation may go on
 * @param reason why not, for people: who decided and what it found; empty if allowed
 */
public record Verdict(boolean allowed, String reason) {
  /** The operation may go on. */
  public static final Verdict ALLOW = new Verdict(true, "");

  /** The operation fails, with no reason but the filter's will. */
  public static final Verdict DENY = deny("denied by a filter");

  /** Checks that there is a reason, which may be empty. */
  public Verdict {
    Objects.requireNonNull(reason);
  }

  /**
   * {@return a verdict that lets the operation fail}
   *
   * @param reason who decided and what it found, such as {@code "scanner: Eicar-Signature"}
   */
  public static Verdict deny(String reason) {
    return new Verdict(false, reason);
  }
}
