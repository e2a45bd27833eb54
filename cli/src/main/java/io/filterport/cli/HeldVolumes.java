package io.filterport.cli;

import io.filterport.cli.VolumeOption.Answer;
import io.filterport.volumes.fanotify.FanotifyVolume;
import io.filterport.volumes.fanotify.HolderLink;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What keeps the volumes of a host when it cannot, whichever they are. Safe for any thread. */
final class HeldVolumes implements AutoCloseable {
  private final Path controlSocket;
  private final Optional<Answer> onDeath;
  private final Consumer<String> talk;

  // guarded by this
  private @Nullable Holding holding;

  /**
   * @param controlSocket of the host
   * @param onDeath what counts then; empty to hold nothing
   * @param talk gets what people should know
   */
  HeldVolumes(Path controlSocket, Optional<Answer> onDeath, Consumer<String> talk) {
    this.controlSocket = controlSocket;
    this.onDeath = onDeath;
    this.talk = talk;
  }

  /**
   * Holds these volumes, to which every filter must be attached, instead of others. A holder that a
   * dead host left is told to end.
   *
   * @param deniesNothing whether no volume denies anything, so that death must not, either
   */
  synchronized void hold(List<FanotifyVolume> volumes, boolean deniesNothing) {
    if (volumes.isEmpty()) {
      close();
    } else if (onDeath.isEmpty()) {
      HolderLink.find(HolderPlace.of(controlSocket)).ifPresent(HolderLink::endAndWait);
    } else {
      keep(volumes, deniesNothing || onDeath.get() == Answer.ALLOW);
    }
  }

  private void keep(List<FanotifyVolume> volumes, boolean allow) {
    Holding running = holding;
    if (running == null) {
      holding = Holding.start(controlSocket, volumes, allow, talk);
    } else {
      running.renew(volumes, allow);
    }
  }

  @Override
  public synchronized void close() {
    Holding running = holding;
    holding = null;
    if (running != null) {
      running.close();
    }
  }
}
