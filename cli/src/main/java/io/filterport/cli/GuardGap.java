package io.filterport.cli;

import java.util.List;
import java.util.Optional;

/** What a host tells of what its guard does not see. Stateless. */
final class GuardGap {
  private GuardGap() {}

  /**
   * {@return the line; empty if nothing is guarded, or nothing unseen}
   *
   * @param guarded what is guarded
   * @param gap what the kernel does not tell
   */
  static Optional<String> of(List<?> guarded, Optional<String> gap) {
    return gap.filter(text -> !guarded.isEmpty()).map(text -> "warning: " + text);
  }
}
