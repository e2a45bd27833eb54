package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.Collection;
import java.util.Set;

/**
 * Which users and groups of a Unix system administer a manager (MAP-01). Immutable. uid 0 always
 * does; everybody else is named here, and nobody is guessed.
 *
 * @param users who hold {@link Sid#SYSTEM} and {@link Sid#ADMINISTRATORS}, as uid 0 does: the user
 *     that the manager runs as
 * @param groups whose members hold {@link Sid#ADMINISTRATORS}
 */
public record Administrators(Set<Long> users, Set<Long> groups) {
  /** uid 0 and nobody else. */
  public static final Administrators ROOT = new Administrators(Set.of(), Set.of());

  /**
   * Copies the sets.
   *
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} for an id that no user or group
   *     can have
   */
  public Administrators {
    users = Set.copyOf(users);
    groups = Set.copyOf(groups);
    users.forEach(Sid::ofUid);
    groups.forEach(Sid::ofGid);
  }

  boolean isSystem(long uid) {
    return uid == 0 || users.contains(uid);
  }

  boolean includes(long uid, Collection<Long> gids) {
    return isSystem(uid) || gids.stream().anyMatch(groups::contains);
  }
}
