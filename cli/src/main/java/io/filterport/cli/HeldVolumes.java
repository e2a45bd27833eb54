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
   */
  synchronized void hold(List<FanotifyVolume> volumes) {
    if (volumes.isEmpty()) {
      close();
    } else if (onDeath.isEmpty()) {
      HolderLink.find(HolderPlace.of(controlSocket)).ifPresent(HolderLink::endAndWait);
    } else {
      hold(volumes, onDeath.get());
    }
  }

  private void hold(List<FanotifyVolume> volumes, Answer answer) {
    Holding running = holding;
    if (running == null) {
      holding = Holding.start(controlSocket, volumes, answer == Answer.ALLOW, talk);
    } else {
      running.renew(volumes);
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
