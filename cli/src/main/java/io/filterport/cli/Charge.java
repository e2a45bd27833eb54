package io.filterport.cli;

import io.filterport.cli.VolumeOption.Answer;
import io.filterport.volumes.fanotify.FanotifyVolume;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A volume that a holder is given.
 *
 * @param volume guarding, with every filter attached
 * @param allowAfterDeath what its files get when its host has died
 */
record Charge(FanotifyVolume volume, boolean allowAfterDeath) {

  /**
   * {@return the volumes, or none of them if none needs a holder} If one does, the others have it,
   * too: on one file system each open is an event of all of them.
   */
  static List<Charge> of(Map<VolumePlan, FanotifyVolume> volumes) {
    return volumes.keySet().stream().allMatch(plan -> plan.onDeath().isEmpty())
        ? List.of()
        : volumes.entrySet().stream()
            .map(each -> new Charge(each.getValue(), allows(each.getKey())))
            .toList();
  }

  /** What denies nothing does not begin to when its host is dead. */
  private static boolean allows(VolumePlan plan) {
    return plan.audit() || !plan.onDeath().equals(Optional.of(Answer.DENY));
  }

  /** {@return which of them stay shut, for people: empty for none} */
  static String shut(List<Charge> charges) {
    List<String> shut =
        charges.stream()
            .filter(charge -> !charge.allowAfterDeath)
            .map(charge -> charge.volume.name())
            .toList();
    return String.join(", ", shut);
  }
}
