package io.filterport.filter;

import io.filterport.security.AccessCheck;
import io.filterport.security.AccessMask;
import io.filterport.security.SecurityDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * OBJECT_ATTRIBUTES of a server port. Immutable.
 *
 * @param name the port's name, such as {@code \GreeterPort}; checked when the port is created
 * @param flags OBJ_… flags; {@link #OBJ_KERNEL_HANDLE} is required (CCP-03)
 * @param securityDescriptor who may connect; null is the default descriptor: SYSTEM and
 *     Administrators (SEC-09)
 * @param strictAccess whether a client must be granted all access instead of the right to connect
 *     alone (SEC-04)
 */
public record PortAttributes(
    String name, int flags, @Nullable SecurityDescriptor securityDescriptor, boolean strictAccess) {
  /** Names are compared without regard to case (NAM-03). */
  public static final int OBJ_CASE_INSENSITIVE = 0x40;

  /** Opens a link itself; invalid for ports (CCP-05). */
  public static final int OBJ_OPENLINK = 0x100;

  /** The handle belongs to the filter side; every port needs it. */
  public static final int OBJ_KERNEL_HANDLE = 0x200;

  /**
   * {@return attributes with the kernel-handle flag and the default descriptor}
   *
   * @param name the port's name
   */
  public static PortAttributes named(String name) {
    return new PortAttributes(name, OBJ_KERNEL_HANDLE, null, false);
  }

  /** {@return the same, with names compared without regard to case} */
  public PortAttributes caseInsensitive() {
    return withFlags(flags | OBJ_CASE_INSENSITIVE);
  }

  /**
   * {@return the same with exactly these flags}
   *
   * @param value OBJ_… flags
   */
  public PortAttributes withFlags(int value) {
    return new PortAttributes(name, value, securityDescriptor, strictAccess);
  }

  /**
   * {@return the same with a descriptor}
   *
   * @param value who may connect
   */
  public PortAttributes withSecurityDescriptor(SecurityDescriptor value) {
    return new PortAttributes(name, flags, value, strictAccess);
  }

  /**
   * {@return the same, asking a client for all access} The documented contract is that {@link
   * AccessMask#FLT_PORT_CONNECT} lets a client connect. Windows was observed to ask for {@link
   * AccessMask#FLT_PORT_ALL_ACCESS}; a port with these attributes does as it does (SEC-04).
   */
  public PortAttributes withStrictAccess() {
    return new PortAttributes(name, flags, securityDescriptor, true);
  }

  /** {@return what the descriptor must grant to a client} */
  public AccessMask connectAccess() {
    return strictAccess ? AccessCheck.STRICT_CONNECT : AccessCheck.CONNECT;
  }
}
