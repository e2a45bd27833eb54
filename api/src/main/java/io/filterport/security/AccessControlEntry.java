package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;

/**
 * One line of an access control list: allows or denies rights to one user or group. Immutable.
 *
 * <p>An entry has no flags: they say how entries pass to child objects, and a port has none.
 *
 * @param type whether the rights are allowed or denied
 * @param mask the rights, generic ones included as written
 * @param sid to whom
 */
public record AccessControlEntry(Type type, AccessMask mask, Sid sid) {

  /** What an entry does with its rights. */
  public enum Type {
    /** SDDL {@code A}: grants them. */
    ALLOW("A", "allows"),
    /** SDDL {@code D}: refuses the caller if one of them is still needed (SEC-10). */
    DENY("D", "denies");

    private final String sddl;
    private final String verb;

    Type(String sddl, String verb) {
      this.sddl = sddl;
      this.verb = verb;
    }

    String sddl() {
      return sddl;
    }
  }

  /**
   * {@return an entry that allows}
   *
   * @param mask the rights
   * @param sid to whom
   */
  public static AccessControlEntry allow(AccessMask mask, Sid sid) {
    return new AccessControlEntry(Type.ALLOW, mask, sid);
  }

  /**
   * {@return an entry that denies}
   *
   * @param mask the rights
   * @param sid to whom
   */
  public static AccessControlEntry deny(AccessMask mask, Sid sid) {
    return new AccessControlEntry(Type.DENY, mask, sid);
  }

  /**
   * {@return the entry that the text describes}
   *
   * @param sddl {@code (A;;rights;;;sid)} or {@code (D;;rights;;;sid)}, without white space
   * @throws FilterPortException {@link NtStatus#INVALID_SECURITY_DESCR} for anything else: object,
   *     audit, callback and conditional entries, inheritance flags, object types, unknown rights or
   *     SIDs (MAP-02)
   */
  public static AccessControlEntry parse(String sddl) {
    return EntryText.read(sddl);
  }

  /** {@return the canonical SDDL text} It parses to an equal entry. */
  public String toSddl() {
    return "(" + type.sddl + ";;" + mask.toSddl() + ";;;" + sid.toSddl() + ")";
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
