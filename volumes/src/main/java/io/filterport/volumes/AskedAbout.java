package io.filterport.volumes;

import io.filterport.security.AccessToken;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.VerdictEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * What a volume knows of an operation that was decided. Immutable.
 *
 * @param kind what was about to happen
 * @param path the file
 * @param targetPath its new name, if it was to get one
 * @param opener who wanted it
 * @param latencyNanos how long the volume took to decide
 */
public record AskedAbout(
    Kind kind, String path, Optional<String> targetPath, Opener opener, long latencyNanos) {

  /**
   * Who wanted it.
   *
   * @param userId or {@link AccessToken#UNKNOWN}
   * @param processId or {@link AccessToken#UNKNOWN}
   * @param executable the program of the process, if it is known
   */
  public record Opener(long userId, long processId, Optional<String> executable) {}

  VerdictEvent decided(String volume, Decision decision) {
    return new VerdictEvent(
        Instant.now(),
        volume,
        kind,
        path,
        targetPath,
        opener.userId(),
        opener.processId(),
        opener.executable(),
        decision.letsPass(),
        decision.wouldDeny(),
        decision.byDefault(),
        decision.altitude(),
        decision.reason(),
        decision.byDefault() ? "" : decision.verdict().basis(),
        decision.cached(),
        latencyNanos,
        0);
  }
}
