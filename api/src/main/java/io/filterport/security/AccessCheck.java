package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.List;

/**
 * Decides whether a caller may have rights on a port. A pure function, safe on any thread.
 *
 * <p>The entries of the DACL are read in order (SEC-10). An entry counts if the caller holds its
 * SID and it is not for children only. An allow entry grants what it names of the rights still
 * missing; a deny entry that names one of them refuses. The walk ends when nothing is missing, so a
 * deny entry after sufficient allows is never read; at the end of the list, what is still missing
 * is refused. Generic rights mean what SEC-03 says, in entries and in the question. No DACL and the
 * NULL DACL grant everything, the empty DACL nothing (SEC-08).
 *
 * <p>As on Windows, who holds the owner's SID has READ_CONTROL and WRITE_DAC before any entry is
 * read, unless an entry for {@link Sid#OWNER_RIGHTS} takes the place of that; such an entry counts
 * for the owner. Owning alone never lets anybody connect.
 */
public final class AccessCheck {

  /** What a caller needs to connect, by the documented contract (SEC-04): 0x00000001. */
  public static final AccessMask CONNECT = AccessMask.FLT_PORT_CONNECT;

  /** What a caller needs to connect in strict mode, as Windows was observed to ask (SEC-04). */
  public static final AccessMask STRICT_CONNECT = AccessMask.FLT_PORT_ALL_ACCESS;

  private AccessCheck() {}

  /**
   * {@return whether the descriptor gives the caller the rights, and why}
   *
   * @param descriptor who may do what
   * @param caller who asks
   * @param desired the rights: {@link #CONNECT}, {@link #STRICT_CONNECT}, or others of a port
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} if {@code desired} is empty or
   *     has rights that no port knows
   */
  public static AccessDecision check(
      SecurityDescriptor descriptor, AccessToken caller, AccessMask desired) {
    AccessMask rights = portRights(desired);
    AccessControlList dacl = descriptor.dacl();
    if (dacl == null || dacl.isNull()) {
      return new AccessDecision(true, rights, AccessMask.NONE, List.of());
    }
    Sid owner = descriptor.owner();
    boolean owns = owner != null && caller.holds(owner);
    return new AccessWalk(caller, owns, rights).through(dacl.entries());
  }

  /**
   * {@return whether a complete stranger may connect: one who holds nothing but {@link
   * Sid#EVERYONE} and {@link Sid#AUTHENTICATED_USERS}} More descriptors do so than those with a
   * NULL DACL.
   *
   * @param descriptor who may connect
   * @param needed what the port asks for: {@link #CONNECT}, or {@link #STRICT_CONNECT}
   */
  public static boolean admitsEveryone(SecurityDescriptor descriptor, AccessMask needed) {
    AccessToken stranger = AccessToken.of(Sid.EVERYONE, List.of(Sid.AUTHENTICATED_USERS));
    return check(descriptor, stranger, needed).granted();
  }

  private static AccessMask portRights(AccessMask desired) {
    AccessMask rights = desired.mapGeneric();
    if (rights.isEmpty() || !AccessMask.FLT_PORT_ALL_ACCESS.contains(rights)) {
      throw new FilterPortException(
          "access check for " + desired,
          NtStatus.INVALID_PARAMETER,
          "Ask for some of " + AccessMask.FLT_PORT_ALL_ACCESS + "; 0x00000001 is to connect");
    }
    return rights;
  }
}
