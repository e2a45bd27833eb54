package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Says who may connect to a port. Immutable.
 *
 * <p>It is evaluated once per connect (SEC-05), by {@link AccessCheck}. Anything in a text or in
 * bytes that this library does not understand is an error, never ignored (MAP-02).
 *
 * @param owner the owner, or null; it has READ_CONTROL and WRITE_DAC without any entry, but not the
 *     right to connect
 * @param group the primary group, or null; kept for printing
 * @param dacl who may connect, or null. <strong>As on Windows, a descriptor without a DACL admits
 *     everyone</strong>, just as one with the NULL DACL does (SEC-08).
 */
public record SecurityDescriptor(
    @Nullable Sid owner, @Nullable Sid group, @Nullable AccessControlList dacl) {

  /** The longest SDDL text, in UTF-16 units, that is read or printed. */
  public static final int MAX_SDDL_LENGTH = 65_536;

  /** The most bytes of a self-relative descriptor that are read. */
  public static final int MAX_BYTES = 65_691;

  /**
   * Checks that the descriptor says something and that its text can be read again.
   *
   * @throws FilterPortException {@link NtStatus#INVALID_SECURITY_DESCR} if all parts are null, or
   *     the text would be longer than {@value #MAX_SDDL_LENGTH}
   */
  public SecurityDescriptor {
    int length = print(owner, group, dacl).length();
    if (length == 0) {
      throw Sddl.invalid(
          "the security descriptor is empty, which would admit everyone",
          "Name who may connect, such as D:(A;;GA;;;SY); D:"
              + AccessControlList.NULL_SDDL
              + " admits everyone on purpose");
    }
    checkLength(length);
  }

  /**
   * {@return a descriptor with this DACL, without owner and group}
   *
   * @param dacl who may connect
   * @throws FilterPortException {@link NtStatus#INVALID_SECURITY_DESCR} if its text would be longer
   *     than {@value #MAX_SDDL_LENGTH}
   */
  public static SecurityDescriptor of(AccessControlList dacl) {
    return new SecurityDescriptor(null, null, dacl);
  }

  /**
   * {@return what FltBuildDefaultSecurityDescriptor makes: exactly these rights for SYSTEM and for
   * Administrators, and nothing for anybody else (SEC-01)} A port that is created without a
   * descriptor has this one, with {@link AccessMask#FLT_PORT_ALL_ACCESS} (SEC-09).
   *
   * @param desired the rights to grant
   */
  public static SecurityDescriptor defaultForPort(AccessMask desired) {
    return of(
        AccessControlList.of(
            AccessControlEntry.allow(desired, Sid.SYSTEM),
            AccessControlEntry.allow(desired, Sid.ADMINISTRATORS)));
  }

  /**
   * {@return the descriptor that the text describes} Implements MAP-02.
   *
   * @param sddl {@code O:sid}, {@code G:sid} and {@code D:} with flags (P, AR, AI) and entries,
   *     each part at most once, white space between the words; {@code D:} alone is the empty DACL,
   *     {@code D:NO_ACCESS_CONTROL} the NULL DACL; at most {@value #MAX_SDDL_LENGTH} characters
   * @throws FilterPortException {@link NtStatus#INVALID_SECURITY_DESCR} for anything else, also an
   *     empty text and a SACL ({@code S:})
   */
  public static SecurityDescriptor parse(String sddl) {
    checkLength(sddl.length());
    return new DescriptorReader(sddl).read();
  }

  /**
   * {@return the descriptor that the bytes of a SECURITY_DESCRIPTOR_RELATIVE say} They are copied
   * before they are looked at.
   *
   * @param bytes self-relative, at most {@value #MAX_BYTES} of them; what no part covers is
   *     skipped. Whether a part was given by default is not kept.
   * @throws FilterPortException {@link NtStatus#INVALID_SECURITY_DESCR}, {@link
   *     NtStatus#UNKNOWN_REVISION}, {@link NtStatus#INVALID_ACL} or {@link NtStatus#INVALID_SID}
   *     for anything that is not such a descriptor, for absolute ones, and for what no text could
   *     say either: a SACL, other types of entries, unknown flags (MAP-02)
   */
  public static SecurityDescriptor fromBytes(MemorySegment bytes) {
    return SelfRelativeReader.read(bytes);
  }

  /** {@return the bytes of a SECURITY_DESCRIPTOR_RELATIVE} They are read as an equal descriptor. */
  public MemorySegment toBytes() {
    return SelfRelativeWriter.write(this);
  }

  private static void checkLength(int length) {
    if (length > MAX_SDDL_LENGTH) {
      throw Sddl.invalid(
          "security descriptor of " + length + " characters",
          "At most " + MAX_SDDL_LENGTH + " are taken; give rights to groups instead of users");
    }
  }

  /** {@return the canonical SDDL text} It parses to an equal descriptor. */
  public String toSddl() {
    return print(owner, group, dacl);
  }

  private static String print(
      @Nullable Sid owner, @Nullable Sid group, @Nullable AccessControlList dacl) {
    return (owner == null ? "" : "O:" + owner.toSddl())
        + (group == null ? "" : "G:" + group.toSddl())
        + (dacl == null ? "" : dacl.toSddl());
  }

  @Override
  public String toString() {
    return toSddl();
  }
}
