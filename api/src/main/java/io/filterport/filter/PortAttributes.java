package io.filterport.filter;

import io.filterport.WaitPolicy;
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
 * @param maxMessageBytes the longest payload of a message or a reply, in either direction: 1
 *     byte…64 MiB (KSM-07); checked when the port is created
 * @param waitPolicy how the filter's side of the port's connections waits
 */
public record PortAttributes(
    String name,
    int flags,
    @Nullable SecurityDescriptor securityDescriptor,
    boolean strictAccess,
    int maxMessageBytes,
    WaitPolicy waitPolicy) {
  /** The longest payload where no other is set: 1 MiB. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;

  /** The most that {@link #maxMessageBytes} can be: 64 MiB. */
  public static final int LARGEST_MAX_MESSAGE_BYTES = 64 << 20;

  /** Names are compared without regard to case (NAM-03). */
  public static final int OBJ_CASE_INSENSITIVE = 0x40;

  /** Opens a link itself; invalid for ports (CCP-05). */
  public static final int OBJ_OPENLINK = 0x100;

  /** The handle belongs to the filter side; every port needs it. */
  public static final int OBJ_KERNEL_HANDLE = 0x200;

  /**
   * {@return attributes with the kernel-handle flag, the default descriptor, messages of up to 1
   * MiB and {@link WaitPolicy#ADAPTIVE}}
   *
   * @param name the port's name
   */
  public static PortAttributes named(String name) {
    return new PortAttributes(
        name, OBJ_KERNEL_HANDLE, null, false, DEFAULT_MAX_MESSAGE_BYTES, WaitPolicy.ADAPTIVE);
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
    return new PortAttributes(
        name, value, securityDescriptor, strictAccess, maxMessageBytes, waitPolicy);
  }

  /**
   * {@return the same with a descriptor}
   *
   * @param value who may connect
   */
  public PortAttributes withSecurityDescriptor(SecurityDescriptor value) {
    return new PortAttributes(name, flags, value, strictAccess, maxMessageBytes, waitPolicy);
  }

  /**
   * {@return the same, asking a client for all access} The documented contract is that {@link
   * AccessMask#FLT_PORT_CONNECT} lets a client connect. Windows was observed to ask for {@link
   * AccessMask#FLT_PORT_ALL_ACCESS}; a port with these attributes does as it does (SEC-04).
   */
  public PortAttributes withStrictAccess() {
    return new PortAttributes(name, flags, securityDescriptor, true, maxMessageBytes, waitPolicy);
  }

  /** {@return what the descriptor must grant to a client} */
  public AccessMask connectAccess() {
    return strictAccess ? AccessCheck.STRICT_CONNECT : AccessCheck.CONNECT;
  }

  /**
   * {@return the same with another maximum of messages and replies} A high one costs nothing while
   * nobody sends so much: addresses are set aside, not memory. What a client of the port may make
   * this process hold grows with it.
   *
   * @param bytes of payload, 1…{@link #LARGEST_MAX_MESSAGE_BYTES}
   */
  public PortAttributes withMaxMessageBytes(int bytes) {
    return new PortAttributes(name, flags, securityDescriptor, strictAccess, bytes, waitPolicy);
  }

  /**
   * {@return the same with another way to wait} It concerns the filter's threads alone: those that
   * wait for a reply, and those that wait for a client's message.
   *
   * @param value any
   */
  public PortAttributes withWaitPolicy(WaitPolicy value) {
    return new PortAttributes(
        name, flags, securityDescriptor, strictAccess, maxMessageBytes, value);
  }
}
