package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A discretionary access control list (DACL): the entries that decide who may connect, in the order
 * in which they are read. Immutable.
 *
 * @param flags where the list came from on Windows; kept for printing, without effect here
 * @param isNull whether this is the NULL DACL, which grants everything to everyone; a list that
 *     merely has no entries grants nothing to anybody (SEC-08)
 * @param entries as many as fit into {@value #MAX_BYTES} bytes; none if {@code isNull}
 */
public record AccessControlList(Set<Flag> flags, boolean isNull, List<AccessControlEntry> entries) {

  /** The most bytes that a list may have in binary form, as on Windows. */
  public static final int MAX_BYTES = 65_535;

  /** The NULL DACL: grants everything to everyone (SEC-08). */
  public static final AccessControlList NULL = new AccessControlList(Set.of(), true, List.of());

  static final String NULL_SDDL = "NO_ACCESS_CONTROL";

  /** Bytes of a list without entries. */
  static final int HEADER_BYTES = 8;

  /** Control flags of a DACL, in the order in which they are printed. */
  public enum Flag {
    /** SDDL {@code P}: the list does not take over entries from a parent. */
    PROTECTED("P", 0x1000),
    /** SDDL {@code AR}: inheritance was asked for. */
    AUTO_INHERIT_REQUESTED("AR", 0x0100),
    /** SDDL {@code AI}: the list was made by inheritance. */
    AUTO_INHERITED("AI", 0x0400);

    private final String sddl;
    private final int controlBit;

    Flag(String sddl, int controlBit) {
      this.sddl = sddl;
      this.controlBit = controlBit;
    }

    String sddl() {
      return sddl;
    }

    int controlBit() {
      return controlBit;
    }
  }

  /**
   * Checks the parts.
   *
   * @throws FilterPortException {@link NtStatus#INVALID_SECURITY_DESCR} if the entries do not fit,
   *     or there are any in a NULL DACL
   */
  public AccessControlList {
    flags = Set.copyOf(flags);
    entries = List.copyOf(entries);
    int bytes = bytes(entries);
    if (bytes > MAX_BYTES) {
      throw Sddl.invalid(
          "DACL of " + entries.size() + " entries that take " + bytes + " bytes",
          "At most " + MAX_BYTES + " are taken; give rights to groups instead of users");
    }
    if (isNull && !entries.isEmpty()) {
      throw Sddl.invalid(
          "DACL with " + NULL_SDDL + " and entries", "Decide for one: the first admits everyone");
    }
  }

  /**
   * {@return a list with these entries in this order, without flags} With no entries it grants
   * nothing to anybody.
   *
   * @param entries as many as fit
   * @throws FilterPortException {@link NtStatus#INVALID_SECURITY_DESCR} if they do not fit
   */
  public static AccessControlList of(AccessControlEntry... entries) {
    return new AccessControlList(Set.of(), false, Arrays.asList(entries));
  }

  /** {@return how many bytes the list has in binary form} */
  int bytes() {
    return bytes(entries);
  }

  private static int bytes(List<AccessControlEntry> entries) {
    return HEADER_BYTES + entries.stream().mapToInt(AccessControlEntry::bytes).sum();
  }

  /** {@return the canonical SDDL text, with its {@code D:}} */
  public String toSddl() {
    String lines = entries.stream().map(AccessControlEntry::toSddl).collect(Collectors.joining());
    return "D:" + flagText() + (isNull ? NULL_SDDL : lines);
  }

  private String flagText() {
    return Arrays.stream(Flag.values())
        .filter(flags::contains)
        .map(Flag::sddl)
        .collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return toSddl();
  }
}
