package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.volumes.fanotify.HolderLink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A running holder, and the connection to it.
 *
 * @param process the holder
 * @param link to it
 */
record HolderProcess(Process process, HolderLink link) {
  /**
   * Starts one that holds the volumes. One that is there already, of a host that died, is told to
   * end when the new one holds.
   *
   * @throws FilterPortException if there is none afterwards
   */
  static HolderProcess start(Path controlSocket, List<Charge> charges) {
    Path place = HolderPlace.ofNew(controlSocket);
    try {
      Files.deleteIfExists(place);
      Process process =
          SelfProcess.tiny("hold", "--listen", place.toString()).redirectErrorStream(true).start();
      try {
        awaitReady(process);
        return new HolderProcess(process, holding(controlSocket, place, charges));
      } catch (IOException | RuntimeException | Error e) {
        process.destroyForcibly();
        throw e;
      }
    } catch (IOException e) {
      throw refusal(e.toString());
    }
  }

  private static HolderLink holding(Path controlSocket, Path place, List<Charge> charges)
      throws IOException {
    HolderLink link = HolderLink.find(place).orElseThrow(() -> refusal("it does not listen"));
    try {
      charges.forEach(charge -> link.hold(charge.volume(), charge.allowAfterDeath()));
      publish(controlSocket, place);
      return link;
    } catch (IOException | RuntimeException | Error e) {
      boolean ignored = link.endAndWait();
      throw e;
    }
  }

  private static void awaitReady(Process process) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String first = Objects.requireNonNullElse(out.readLine(), "it ended");
    if (!first.equals(HoldCommand.READY)) {
      throw refusal(first);
    }
  }

  private static void publish(Path controlSocket, Path place) throws IOException {
    Path known = HolderPlace.of(controlSocket);
    Optional<HolderLink> former = HolderLink.find(known);
    Files.move(place, known, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    former.ifPresent(HolderLink::endAndWait);
  }

  private static FilterPortException refusal(String why) {
    return new FilterPortException(
        "starting the process that holds volumes: " + why,
        NtStatus.UNSUCCESSFUL,
        "Without --on-death none is needed; else see ulimit -u, ulimit -n, and free memory.");
  }
}
