package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether a host answers.
 *
 * @param finding of this check
 * @param guarded the directories that it guards; none for whoever may not ask it, or has none
 */
record HostCheck(Finding finding, List<Path> guarded) {
  private static final String CHECK = "host";

  /** {@return what is found with the host of this space, if there is one} */
  static HostCheck of(PortSpace space) throws IOException {
    try {
      Inventory inventory = Inventory.ask(space);
      return new HostCheck(
          Finding.ok(
              CHECK,
              inventory.filters().size() + " filters, " + inventory.volumes().size() + " volumes"),
          guarded(inventory));
    } catch (FilterPortException e) {
      return new HostCheck(finding(e), List.of());
    }
  }

  private static Finding finding(FilterPortException failure) {
    return failure.status().equals(NtStatus.CONNECTION_REFUSED)
        ? Finding.warn(CHECK, "none reached", "Start one (filterport host), or name its --socket.")
        : Finding.warn(CHECK, failure.what() + ": " + failure.status(), failure.advice());
  }

  private static List<Path> guarded(Inventory inventory) {
    return inventory.volumes().stream()
        .map(volume -> Path.of(volume.name()))
        .filter(Path::isAbsolute)
        .toList();
  }
}
