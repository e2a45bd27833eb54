package io.filterport.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.linux.Identity;
import io.filterport.volumes.fanotify.FanotifySupport;

/** Whether this machine lets a test guard files with the kernel's events. */
final class KernelEvents {
  private KernelEvents() {}

  static void assume() {
    assumeTrue(Identity.effectiveUid() == 0, "only root can guard with the kernel's file events");
    FanotifySupport support = FanotifySupport.probe();
    assumeTrue(support.available(), support.advice());
  }
}
