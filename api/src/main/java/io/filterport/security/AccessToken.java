package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who a caller is: the SIDs it holds, and for display its numbers. Immutable.
 *
 * <p>Between processes it is made from what the kernel says of the peer, never from what the peer
 * says of itself (MAP-01).
 *
 * @param user the user
 * @param groups the groups, with those that stand for every caller
 * @param processId the process, or {@link #UNKNOWN}
 * @param userId the Unix uid, or {@link #UNKNOWN}
 * @param groupId the primary Unix gid, or {@link #UNKNOWN}
 */
public record AccessToken(Sid user, Set<Sid> groups, long processId, long userId, long groupId) {

  /** Stands for a number that is not known: -1. */
  public static final long UNKNOWN = -1;

  /** Copies the groups. */
  public AccessToken {
    groups = Set.copyOf(groups);
  }

  /**
   * {@return the identity of a Unix process (MAP-01, MAP-02)} It holds {@code S-1-22-1-uid}, {@code
   * S-1-22-2-gid} for every group, {@link Sid#EVERYONE} and {@link Sid#AUTHENTICATED_USERS}; an
   * administrator also {@link Sid#ADMINISTRATORS}, and uid 0 and the manager's own user also {@link
   * Sid#SYSTEM}.
   *
   * @param pid the process, or {@link #UNKNOWN}
   * @param uid 0…4294967294
   * @param gid 0…4294967294
   * @param supplementaryGids the other groups, each 0…4294967294
   * @param administrators who administers the manager
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} if a uid or gid is out of range
   */
  public static AccessToken ofUnix(
      long pid,
      long uid,
      long gid,
      Collection<Long> supplementaryGids,
      Administrators administrators) {
    Set<Long> gids = new LinkedHashSet<>(supplementaryGids);
    gids.add(gid);
    Set<Sid> held = new HashSet<>(Set.of(Sid.EVERYONE, Sid.AUTHENTICATED_USERS));
    gids.forEach(id -> held.add(Sid.ofGid(id)));
    if (administrators.isSystem(uid)) {
      held.add(Sid.SYSTEM);
    }
    if (administrators.includes(uid, gids)) {
      held.add(Sid.ADMINISTRATORS);
    }
    return new AccessToken(Sid.ofUid(uid), held, pid, uid, gid);
  }

  /**
   * {@return an identity that holds exactly these SIDs, its numbers unknown} {@link Sid#EVERYONE}
   * is not added, so that an anonymous caller can be described too.
   *
   * @param user the user
   * @param groups the groups
   */
  public static AccessToken of(Sid user, Collection<Sid> groups) {
    return new AccessToken(user, Set.copyOf(groups), UNKNOWN, UNKNOWN, UNKNOWN);
  }

  /**
   * {@return whether the caller is this user or in this group}
   *
   * @param sid the user or group asked about
   */
  public boolean holds(Sid sid) {
    return user.equals(sid) || groups.contains(sid);
  }

  /** {@return the user and the known numbers, without the groups, which may be thousands} */
  @Override
  public String toString() {
    return user
        + number(", pid ", processId)
        + number(", uid ", userId)
        + number(", gid ", groupId);
  }

  private static String number(String label, long value) {
    return value == UNKNOWN ? "" : label + value;
  }
}
