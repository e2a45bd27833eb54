package io.filterport.filter;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.security.Administrators;
import io.filterport.security.Sid;
import java.util.Collection;
import java.util.Set;

/**
 * How a manager treats clients of other processes. Immutable.
 *
 * @param administratorGroups gids whose members hold {@link Sid#ADMINISTRATORS}; the user that the
 *     manager runs as and root hold it anyway (MAP-01)
 */
public record ListenOptions(Set<Long> administratorGroups) {
  private static final ListenOptions DEFAULTS = new ListenOptions(Set.of());

  /** Copies the groups. */
  public ListenOptions {
    administratorGroups = Set.copyOf(administratorGroups);
  }

  /** {@return no group of administrators} */
  public static ListenOptions defaults() {
    return DEFAULTS;
  }

  /**
   * {@return options by which the members of these groups are administrators}
   *
   * @param gids each 0…4294967294
   */
  public static ListenOptions withAdministratorGroups(Collection<Long> gids) {
    return new ListenOptions(Set.copyOf(gids));
  }

  /**
   * {@return who administers a manager with these options}
   *
   * @param managerUid the user that it runs as
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} for an id that no user or group
   *     can have
   */
  public Administrators administrators(long managerUid) {
    return new Administrators(Set.of(managerUid), administratorGroups);
  }
}
