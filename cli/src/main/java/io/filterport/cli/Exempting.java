package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.linux.PidFd;
import io.filterport.spi.FilterHost;
import io.filterport.volumes.fanotify.FanotifyVolume;

/** Exempts clients from being asked by a volume of kernel events. */
final class Exempting {
  private Exempting() {}

  /** The client waits for its connect callback, so the number is still its own. */
  static FilterHost.Exemption of(FanotifyVolume volume, long processId) {
    int pidfd = PidFd.open((int) processId);
    if (pidfd < 0) {
      throw new FilterPortException(
          "exempting process " + processId + ": " + Errno.name(pidfd),
          NtStatus.NOT_FOUND,
          "It has ended, or lives in another pid namespace.");
    }
    try {
      var exemption = volume.exempt(processId, pidfd);
      return exemption::close;
    } finally {
      Fds.close(pidfd);
    }
  }
}
