package io.filterport.security;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of an access check, with the way it was reached. Immutable.
 *
 * @param granted whether every right that was asked for is granted
 * @param desired the rights asked for, generic ones as what they mean on a port
 * @param ownerRights which of these the caller has as the owner of the port, before any entry
 * @param steps the entries in the order in which they were read, up to the one that decided
 */
public record AccessDecision(
    boolean granted, AccessMask desired, AccessMask ownerRights, List<AccessStep> steps) {

  /** Copies the steps. */
  public AccessDecision {
    steps = List.copyOf(steps);
  }

  /**
   * {@return the step that decided} Null if no entry did: there is no DACL or the NULL DACL, or the
   * caller has what it asked for as the owner (granted), or the entries ended before every right
   * was allowed (refused).
   */
  public @Nullable AccessStep decidingStep() {
    return !steps.isEmpty() && steps.getLast().decides() ? steps.getLast() : null;
  }

  /** {@return the entry that decided, or null if none did, as for {@link #decidingStep()}} */
  public @Nullable AccessControlEntry decidingEntry() {
    AccessStep step = decidingStep();
    return step == null ? null : step.entry();
  }

  /** {@return the rights that were neither allowed nor the owner's when the check ended} */
  public AccessMask missing() {
    if (granted) {
      return AccessMask.NONE;
    }
    return steps.isEmpty() ? desired.without(ownerRights) : steps.getLast().missing();
  }

  /** {@return the decision and its reason, in one line} */
  public String reason() {
    AccessStep step = decidingStep();
    String why = step == null ? withoutDecidingEntry() : step.text();
    return (granted ? "granted: " : "refused: ") + why;
  }

  private String withoutDecidingEntry() {
    if (granted) {
      return ownerRights.isEmpty()
          ? "there is no DACL, so everyone has every right"
          : "the caller owns the port, and so has " + ownerRights;
    }
    return steps.isEmpty() && ownerRights.isEmpty()
        ? "the DACL is empty, so nobody has any right"
        : "no entry allows " + missing() + " to the caller";
  }
}
