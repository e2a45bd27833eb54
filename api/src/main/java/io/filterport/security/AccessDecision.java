package io.filterport.security;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of an access check, with the way it was reached. Immutable.
 *
 * @param granted whether every right that was asked for is granted
 * @param desired the rights asked for, generic ones as what they mean on a port
 * @param steps the entries in the order in which they were read, up to the one that decided
 */
public record AccessDecision(boolean granted, AccessMask desired, List<AccessStep> steps) {

  /** Copies the steps. */
  public AccessDecision {
    steps = List.copyOf(steps);
  }

  /**
   * {@return the step that decided} Null if no entry did: there is no DACL or the NULL DACL
   * (granted), or the entries ended before every right was allowed (refused).
   */
  public @Nullable AccessStep decidingStep() {
    return !steps.isEmpty() && steps.getLast().decides() ? steps.getLast() : null;
  }

  /** {@return the entry that decided, or null if none did, as for {@link #decidingStep()}} */
  public @Nullable AccessControlEntry decidingEntry() {
    AccessStep step = decidingStep();
    return step == null ? null : step.entry();
  }

  /** {@return the decision and its reason, in one line} */
  public String reason() {
    AccessStep step = decidingStep();
    String why = step == null ? withoutDecidingEntry() : step.text();
    return (granted ? "granted: " : "refused: ") + why;
  }

  private String withoutDecidingEntry() {
    if (granted) {
      return "there is no DACL, so everyone has every right";
    }
    return steps.isEmpty()
        ? "the DACL is empty, so nobody has any right"
        : "no entry allows " + steps.getLast().missing() + " to the caller";
  }
}
