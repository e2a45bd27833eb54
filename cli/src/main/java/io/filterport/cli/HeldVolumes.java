package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.volumes.fanotify.FanotifyVolume;
import io.filterport.volumes.fanotify.HolderLink;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What keeps the volumes of a host when it cannot, whichever they are. Safe for any thread. */
final class HeldVolumes implements AutoCloseable {
  private final Path controlSocket;
  private final Consumer<String> talk;

  // guarded by this
  private @Nullable Holding holding;
  private boolean closed;

  /**
   * @param controlSocket of the host
   * @param talk gets what people should know
   */
  HeldVolumes(Path controlSocket, Consumer<String> talk) {
    this.controlSocket = controlSocket;
    this.talk = talk;
  }

  /**
   * Holds these volumes instead of others, if one of them needs it. Every filter must be attached
   * to them. A holder that a dead host left is told to end, if anything is guarded now.
   *
   * @throws FilterPortException {@link NtStatus#FLT_DELETING_OBJECT} after the close
   */
  synchronized void hold(Map<VolumePlan, FanotifyVolume> volumes) {
    if (closed) {
      throw new FilterPortException(
          "holding volumes", NtStatus.FLT_DELETING_OBJECT, "The host ends.");
    }
    List<Charge> charges = Charge.of(volumes);
    if (!charges.isEmpty()) {
      keep(charges);
    } else {
      end();
      volumes.values().forEach(HolderLink::letGo);
      if (!volumes.isEmpty()) {
        HolderLink.find(HolderPlace.of(controlSocket)).ifPresent(HolderLink::endAndWait);
      }
    }
  }

  private void keep(List<Charge> charges) {
    Holding running = holding;
    if (running == null) {
      holding = start(charges);
    } else {
      running.renew(charges);
    }
  }

  private Holding start(List<Charge> charges) {
    try {
      return Holding.start(controlSocket, charges, talk);
    } catch (RuntimeException | Error e) {
      charges.forEach(charge -> HolderLink.letGo(charge.volume()));
      throw e;
    }
  }

  /** Nothing is held from now on: a reload that comes late leaves no holder behind. */
  @Override
  public synchronized void close() {
    closed = true;
    end();
  }

  private void end() {
    Holding running = holding;
    holding = null;
    if (running != null) {
      running.close();
    }
  }
}
