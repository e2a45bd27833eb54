package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.PortSpace;
import io.filterport.volumes.fanotify.CoreDumps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Whether a host guards what the kernel opens for a core dump. Stateless. */
final class CoreDumpCheck {
  private static final String CHECK = "core dumps";

  private CoreDumpCheck() {}

  /** {@return what is found with the host of this space, if there is one} */
  static Finding of(PortSpace space) throws IOException {
    return of(CoreDumps.now(), guarded(space));
  }

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

  /** Whoever may not ask the host, or has none, hears of the pattern alone. */
  private static List<Path> guarded(PortSpace space) throws IOException {
    try {
      return Inventory.ask(space).volumes().stream()
          .map(volume -> Path.of(volume.name()))
          .filter(Path::isAbsolute)
          .toList();
    } catch (FilterPortException e) {
      return List.of();
    }
  }
}
