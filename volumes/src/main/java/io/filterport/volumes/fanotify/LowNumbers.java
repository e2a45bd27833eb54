package io.filterport.volumes.fanotify;

import io.filterport.linux.DescriptorLimit;
import io.filterport.linux.EventFd;
import io.filterport.linux.Fds;

/**
 * Takes the low numbers of descriptors in this process, so that a new descriptor gets a higher one.
 * For one thread.
 */
final class LowNumbers {
  /** For this process' own descriptors, and the events of one read. */
  static final int ROOM = 256;

  private final int filler = EventFd.create();

  /** {@return whether every new descriptor will have this number or a higher one} */
  boolean take(int numbers) {
    raise(numbers + ROOM);
    int last = Fds.duplicate(filler);
    while (last >= 0 && last < numbers) {
      last = Fds.duplicate(filler);
    }
    return last >= 0 && Fds.close(last) == 0;
  }

  private static void raise(long needed) {
    DescriptorLimit limit = DescriptorLimit.get();
    if (limit.soft() >= 0 && limit.soft() < needed) {
      DescriptorLimit.set(needed, limit.hard() < 0 ? -1 : Math.max(limit.hard(), needed));
    }
  }
}
