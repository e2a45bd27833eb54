package io.filterport.security;

import java.util.ArrayList;
import java.util.List;

/** One reading of a list for one caller; used once, by one thread. */
final class AccessWalk {
  private static final AccessMask OF_OWNERS = AccessMask.READ_CONTROL.or(AccessMask.WRITE_DAC);

  private final AccessToken caller;
  private final boolean owns;
  private final AccessMask desired;
  private final List<AccessStep> steps = new ArrayList<>();
  private AccessMask missing;

  /** The caller owns the port if it holds the owner's SID. */
  AccessWalk(AccessToken caller, boolean owns, AccessMask desired) {
    this.caller = caller;
    this.owns = owns;
    this.desired = desired;
    this.missing = desired;
  }

  AccessDecision through(List<AccessControlEntry> entries) {
    AccessMask ownerRights = ownerRights(entries);
    missing = desired.without(ownerRights);
    for (AccessControlEntry entry : entries) {
      if (missing.isEmpty()) {
        break;
      }
      AccessStep step = read(entry);
      steps.add(step);
      if (step.decides()) {
        break;
      }
    }
    return new AccessDecision(missing.isEmpty(), desired, ownerRights, steps);
  }

  private AccessMask ownerRights(List<AccessControlEntry> entries) {
    boolean replaced =
        entries.stream()
            .anyMatch(entry -> !entry.isInheritOnly() && entry.sid().equals(Sid.OWNER_RIGHTS));
    return owns && !replaced ? OF_OWNERS.and(desired) : AccessMask.NONE;
  }

  private AccessStep read(AccessControlEntry entry) {
    AccessMask concerned = entry.mask().mapGeneric().and(missing);
    if (entry.isInheritOnly()) {
      return step(entry, AccessStep.Outcome.INHERIT_ONLY, AccessMask.NONE);
    }
    if (!counts(entry.sid())) {
      return step(entry, AccessStep.Outcome.NOT_HELD, AccessMask.NONE);
    }
    if (concerned.isEmpty()) {
      return step(entry, AccessStep.Outcome.NOT_NEEDED, AccessMask.NONE);
    }
    return switch (entry.type()) {
      case DENY -> step(entry, AccessStep.Outcome.REFUSED, concerned);
      case ALLOW -> allow(entry, concerned);
    };
  }

  private boolean counts(Sid sid) {
    return caller.holds(sid) || (owns && sid.equals(Sid.OWNER_RIGHTS));
  }

  private AccessStep allow(AccessControlEntry entry, AccessMask rights) {
    missing = missing.without(rights);
    AccessStep.Outcome outcome =
        missing.isEmpty() ? AccessStep.Outcome.GRANTED : AccessStep.Outcome.ALLOWED_SOME;
    return step(entry, outcome, rights);
  }

  private AccessStep step(AccessControlEntry entry, AccessStep.Outcome outcome, AccessMask rights) {
    return new AccessStep(steps.size() + 1, entry, outcome, rights, missing);
  }
}
