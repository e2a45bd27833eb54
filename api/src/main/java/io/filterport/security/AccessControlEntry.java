package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One line of an access control list: allows or denies rights to one user or group. Immutable.
 *
 * @param type whether the rights are allowed or denied
 * @param flags how the entry passes to child objects; a port has none, so that they are kept for
 *     printing, but for {@link Flag#IO}: an entry that is meant for children only does not count
 * @param mask the rights, generic ones included as written
 * @param sid to whom
 */
public record AccessControlEntry(Type type, Set<Flag> flags, AccessMask mask, Sid sid) {

  /** Bytes of an entry before its SID: type, flags, size, rights. */
  static final int HEADER_BYTES = 8;

  /** What an entry does with its rights. */
  public enum Type {
    /** SDDL {@code A}: grants them. */
    ALLOW("A", 0x00, "allows"),
    /** SDDL {@code D}: refuses the caller if one of them is still needed (SEC-10). */
    DENY("D", 0x01, "denies");

    private final String sddl;
    private final int code;
    private final String verb;

    Type(String sddl, int code, String verb) {
      this.sddl = sddl;
      this.code = code;
      this.verb = verb;
    }

    int code() {
      return code;
    }

    String sddl() {
      return sddl;
    }
  }

  /** Flags of an entry, named as in SDDL, in the order in which they are printed. */
  public enum Flag {
    /** OBJECT_INHERIT_ACE: children that hold no others take the entry over. */
    OI(0x01),
    /** CONTAINER_INHERIT_ACE: children that hold others take the entry over. */
    CI(0x02),
    /** NO_PROPAGATE_INHERIT_ACE: children take the entry over, theirs do not. */
    NP(0x04),
    /** INHERIT_ONLY_ACE: the entry is for children and says nothing of the object itself. */
    IO(0x08),
    /** INHERITED_ACE: the entry came from a parent. */
    ID(0x10),
    /** SUCCESSFUL_ACCESS_ACE_FLAG: for audit entries; without effect in others. */
    SA(0x40),
    /** FAILED_ACCESS_ACE_FLAG: for audit entries; without effect in others. */
    FA(0x80);

    private final int bit;

    Flag(int bit) {
      this.bit = bit;
    }

    int bit() {
      return bit;
    }
  }

  /** Copies the flags. */
  public AccessControlEntry {
    flags = Set.copyOf(flags);
  }

  /**
   * {@return an entry that allows}
   *
   * @param mask the rights
   * @param sid to whom
   */
  public static AccessControlEntry allow(AccessMask mask, Sid sid) {
    return new AccessControlEntry(Type.ALLOW, Set.of(), mask, sid);
  }

  /**
   * {@return an entry that denies}
   *
   * @param mask the rights
   * @param sid to whom
   */
  public static AccessControlEntry deny(AccessMask mask, Sid sid) {
    return new AccessControlEntry(Type.DENY, Set.of(), mask, sid);
  }

  /**
   * {@return the entry that the text describes}
   *
   * @param sddl {@code (A;flags;rights;;;sid)} or {@code (D;flags;rights;;;sid)}; white space may
   *     stand at the ends of the fields
   * @throws FilterPortException {@link NtStatus#INVALID_SECURITY_DESCR} for anything else: object,
   *     audit, callback and conditional entries, object types, unknown flags, rights or SIDs
   *     (MAP-02)
   */
  public static AccessControlEntry parse(String sddl) {
    return EntryText.read(Piece.of(sddl).strip());
  }

  /** {@return whether the entry says nothing of the port itself} */
  public boolean isInheritOnly() {
    return flags.contains(Flag.IO);
  }

  /** {@return the canonical SDDL text} It parses to an equal entry. */
  public String toSddl() {
    return "(" + type.sddl + ";" + flagText() + ";" + mask.toSddl() + ";;;" + sid.toSddl() + ")";
  }

  private String flagText() {
    return Arrays.stream(Flag.values())
        .filter(flags::contains)
        .map(Flag::name)
        .collect(Collectors.joining());
  }

  /** {@return how many bytes the entry has in binary form} */
  int bytes() {
    return HEADER_BYTES + sid.bytes();
  }

  /** {@return the entry in words, generic rights as what they mean on a port} */
  String inWords() {
    return type.verb + " " + mask.mapGeneric().hex() + " to " + sid;
  }

  @Override
  public String toString() {
    return toSddl();
  }
}
