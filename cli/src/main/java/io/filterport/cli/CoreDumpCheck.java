package io.filterport.cli;

import io.filterport.volumes.fanotify.CoreDumps;
import java.nio.file.Path;
import java.util.List;

/** Whether a host guards what the kernel opens for a core dump. Stateless. */
final class CoreDumpCheck {
  private static final String CHECK = "core dumps";

  private CoreDumpCheck() {}

  /**
   * {@return what is found}
   *
   * @param dumps where they go
   * @param guarded the directories that a host guards
   */
  static Finding of(CoreDumps dumps, List<Path> guarded) {
    return guarded.stream()
        .filter(dumps::lieBeside)
        .findFirst()
        .map(directory -> inTheWay(dumps, directory))
        .orElseGet(() -> Finding.ok(CHECK, dumps.pattern()));
  }

  private static Finding inTheWay(CoreDumps dumps, Path directory) {
    return Finding.warn(
        CHECK,
        dumps.pattern() + ", on the file system of " + directory + ", which is guarded",
        "A program that guards would wait for itself when it crashes, and a host does not start"
            + " again: sysctl kernel.core_pattern.");
  }
}
