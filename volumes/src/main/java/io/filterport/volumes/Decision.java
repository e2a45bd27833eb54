package io.filterport.volumes;

import io.filterport.volume.Verdict;

/**
 * What the callbacks of a volume decided together. Immutable.
 *
 * @param verdict allow or deny
 * @param byDefault whether it rests on the default verdict instead of a callback's own
 */
public record Decision(Verdict verdict, boolean byDefault) {
  static final Decision ALLOW = new Decision(Verdict.ALLOW, false);
}
