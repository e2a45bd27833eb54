package io.filterport.spy;

import io.filterport.NtStatus;
import io.filterport.volume.FileOperation;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.Verdict;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What happens on one volume. Safe for use by any thread.
 *
 * <p>An operation is recorded once: when it is over, or, if this volume does not tell what it came
 * to, when it begins. Whatever goes wrong here costs a record, never the operation.
 */
final class SpiedVolume {
  private final Set<Kind> asked;
  private final Set<Kind> told;
  private final SpyClients clients;

  /** Those that go on, each for the thread that waits for it. */
  private final Map<FileOperation, Sighting> running = new ConcurrentHashMap<>();

  /**
   * Makes one on which nothing has happened.
   *
   * @param asked the kinds about which callbacks are asked
   * @param told the kinds of which they hear what came of them
   */
  SpiedVolume(Set<Kind> asked, Set<Kind> told, SpyClients clients) {
    this.asked = asked;
    this.told = told;
    this.clients = clients;
  }

  /** Before an operation: a pre-operation callback. */
  Verdict begins(FileOperation operation) {
    try {
      Sighting seen = clients.see(operation);
      if (seen != null && told.contains(operation.kind())) {
        running.put(operation, seen);
      } else if (seen != null) {
        seen.record(operation, null);
      }
    } catch (RuntimeException | Error e) {
      clients.lose();
    }
    return Verdict.ALLOW;
  }

  /** After an operation: a post-operation callback. */
  void ends(FileOperation operation, NtStatus status) {
    try {
      boolean began = asked.contains(operation.kind());
      Sighting seen = began ? running.remove(operation) : clients.see(operation);
      if (seen != null) {
        seen.record(operation, status);
      }
    } catch (RuntimeException | Error e) {
      clients.lose();
    }
  }
}
