package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import java.io.IOException;

/** Whether a host answers. Stateless. */
final class HostCheck {
  private static final String CHECK = "host";

  private HostCheck() {}

  static Finding of(PortSpace space) throws IOException {
    try {
      Inventory inventory = Inventory.ask(space);
      return Finding.ok(
          CHECK,
          inventory.filters().size() + " filters, " + inventory.volumes().size() + " volumes");
    } catch (FilterPortException e) {
      return e.status().equals(NtStatus.CONNECTION_REFUSED)
          ? Finding.warn(
              CHECK, "none reached", "Start one (filterport host), or name its --socket.")
          : Finding.warn(CHECK, e.what() + ": " + e.status(), e.advice());
    }
  }
}
