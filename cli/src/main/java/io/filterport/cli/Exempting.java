package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.ClientProcess;
import io.filterport.ipc.ConnectedProcess;
import io.filterport.linux.Errno;
import io.filterport.linux.Fds;
import io.filterport.spi.FilterHost;
import io.filterport.volumes.fanotify.Exemption;
import io.filterport.volumes.fanotify.FanotifyVolume;
import java.util.ArrayList;
import java.util.List;

/** Exempts clients from being asked by volumes of kernel events. */
final class Exempting {
  private Exempting() {}

  /**
   * {@return an exemption from every volume} A client in the same JVM is this process, which no
   * volume asks about.
   */
  static FilterHost.Exemption of(List<FanotifyVolume> volumes, ClientProcess client) {
    return client instanceof ConnectedProcess process ? fromEach(volumes, process) : () -> {};
  }

  private static FilterHost.Exemption fromEach(
      List<FanotifyVolume> volumes, ConnectedProcess process) {
    List<Exemption> made = new ArrayList<>();
    try {
      volumes.forEach(volume -> made.add(fromOne(volume, process)));
    } catch (RuntimeException | Error e) {
      made.forEach(Exemption::close);
      throw e;
    }
    return () -> made.forEach(Exemption::close);
  }

  /** {@return an exemption from one volume} */
  static Exemption fromOne(FanotifyVolume volume, ConnectedProcess process) {
    int pidfd = process.duplicate();
    if (pidfd < 0) {
      throw new FilterPortException(
          "exempting " + process + " from " + volume.name() + ": " + Errno.name(pidfd),
          NtStatus.NOT_FOUND,
          "Its connection is over, or it lives in another pid namespace than this host.");
    }
    try {
      return volume.exempt(process.id(), pidfd);
    } finally {
      Fds.close(pidfd);
    }
  }
}
