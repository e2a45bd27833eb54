package io.filterport.security;

import java.util.ArrayList;
import java.util.List;

/** Tells a decision in the words of {@code access-cases.txt}. */
final class WalkText {
  private WalkText() {}

  /** "granted" or "refused", a colon, and the walk. */
  static String of(SecurityDescriptor descriptor, AccessDecision decision) {
    String walk = String.join(", ", walk(descriptor.dacl(), decision));
    return (decision.granted() ? "granted: " : "refused: ") + walk;
  }

  private static List<String> walk(AccessControlList dacl, AccessDecision decision) {
    if (dacl == null || dacl.isNull()) {
      return List.of("no-dacl");
    }
    List<String> told = new ArrayList<>();
    if (!decision.ownerRights().isEmpty()) {
      told.add("owner has " + hex(decision.ownerRights()));
    }
    decision.steps().forEach(step -> told.add(step.number() + " " + what(step)));
    for (int i = decision.steps().size() + 1; i <= dacl.entries().size(); i++) {
      told.add(i + " unread");
    }
    if (!decision.granted() && decision.decidingStep() == null) {
      told.add("missing " + hex(decision.missing()));
    }
    return told;
  }

  private static String what(AccessStep step) {
    return switch (step.outcome()) {
      case INHERIT_ONLY -> "inherit-only";
      case NOT_HELD -> "not-held";
      case NOT_NEEDED -> "not-needed";
      case ALLOWED_SOME, GRANTED ->
          "allows " + hex(step.rights()) + " leaves " + hex(step.missing());
      case REFUSED -> "denies " + hex(step.rights());
    };
  }

  private static String hex(AccessMask mask) {
    return String.format("0x%x", mask.bits());
  }
}
