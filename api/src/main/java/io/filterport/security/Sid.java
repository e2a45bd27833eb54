package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A security identifier: names a user or a group. Immutable.
 *
 * <p>Users and groups of a Unix system appear as {@code S-1-22-1-uid} and {@code S-1-22-2-gid}
 * (MAP-02).
 *
 * @param authority who issued the rest, 0…2<sup>48</sup>-1
 * @param subAuthorities 1…15 numbers, each 0…2<sup>32</sup>-1
 */
public record Sid(long authority, List<Long> subAuthorities) {

  /** S-1-5-18, alias SY: uid 0 (MAP-01). */
  public static final Sid SYSTEM = of(5, 18);

  /** S-1-5-32-544, alias BA: uid 0 and the configured administrator groups (MAP-01). */
  public static final Sid ADMINISTRATORS = of(5, 32, 544);

  /** S-1-1-0, alias WD: everyone. */
  public static final Sid EVERYONE = of(1, 0);

  /** S-1-5-11, alias AU: everyone whose identity the kernel vouches for. */
  public static final Sid AUTHENTICATED_USERS = of(5, 11);

  private static final long UNIX_AUTHORITY = 22;
  private static final long UNIX_USER = 1;
  private static final long UNIX_GROUP = 2;
  private static final int MAX_SUB_AUTHORITIES = 15;
  private static final int FIXED_PARTS = 3;

  /** Every alias known here stands for something that a Unix caller can be. */
  private static final Map<String, Sid> BY_ALIAS =
      Map.of("SY", SYSTEM, "BA", ADMINISTRATORS, "WD", EVERYONE, "AU", AUTHENTICATED_USERS);

  private static final Map<Sid, String> ALIASES =
      BY_ALIAS.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  /**
   * Checks the ranges.
   *
   * @throws FilterPortException {@link NtStatus#INVALID_SECURITY_DESCR} if a number or the count is
   *     out of range
   */
  public Sid {
    subAuthorities = List.copyOf(subAuthorities);
    if (authority >>> 48 != 0) {
      throw Sddl.invalid("SID: authority " + authority, "It is a number of 48 bits");
    }
    if (subAuthorities.isEmpty() || subAuthorities.size() > MAX_SUB_AUTHORITIES) {
      throw Sddl.invalid(
          "SID: " + subAuthorities.size() + " sub-authorities", "There must be 1 to 15");
    }
    for (long sub : subAuthorities) {
      if (sub >>> 32 != 0) {
        throw Sddl.invalid("SID: sub-authority " + sub, "It is a number of 32 bits");
      }
    }
  }

  /**
   * {@return the SID with these parts}
   *
   * @param authority 0…2<sup>48</sup>-1
   * @param subAuthorities 1…15 numbers, each 0…2<sup>32</sup>-1
   * @throws FilterPortException {@link NtStatus#INVALID_SECURITY_DESCR} if out of range
   */
  public static Sid of(long authority, long... subAuthorities) {
    return new Sid(authority, Arrays.stream(subAuthorities).boxed().toList());
  }

  /**
   * {@return S-1-22-1-uid, the SID of a Unix user (MAP-02)}
   *
   * @param uid 0…4294967294; 4294967295 is what Unix says for "nobody known"
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} if out of range
   */
  public static Sid ofUid(long uid) {
    return of(UNIX_AUTHORITY, UNIX_USER, unixId("uid", uid));
  }

  /**
   * {@return S-1-22-2-gid, the SID of a Unix group (MAP-02)}
   *
   * @param gid 0…4294967294; 4294967295 is what Unix says for "no group known"
   * @throws FilterPortException {@link NtStatus#INVALID_PARAMETER} if out of range
   */
  public static Sid ofGid(long gid) {
    return of(UNIX_AUTHORITY, UNIX_GROUP, unixId("gid", gid));
  }

  private static long unixId(String kind, long id) {
    if (id < 0 || id >= 0xFFFF_FFFFL) {
      throw new FilterPortException(
          kind + " " + id, NtStatus.INVALID_PARAMETER, "It must be 0 to 4294967294");
    }
    return id;
  }

  /**
   * {@return the SID that the text names} There is one spelling of each SID, beside its alias: no
   * leading zeros, upper-case letters, an authority of 2<sup>32</sup> or more as {@code 0x} and 12
   * hexadecimal digits, a smaller one in decimal.
   *
   * @param text {@code S-1-5-18} in full, or one of the aliases SY, BA, WD, AU (MAP-02)
   * @throws FilterPortException {@link NtStatus#INVALID_SECURITY_DESCR} for anything else
   */
  public static Sid parse(String text) {
    Sid known = BY_ALIAS.get(text);
    if (known != null) {
      return known;
    }
    if (!text.startsWith("S-")) {
      throw Sddl.invalid(
          "SID " + Sddl.quote(text) + " is neither a known alias nor of the form S-1-…",
          "The aliases are SY, BA, WD and AU; write any other SID in full, such as S-1-22-1-1000");
    }
    return inFull(text);
  }

  private static Sid inFull(String text) {
    String[] parts = text.split("-", FIXED_PARTS + MAX_SUB_AUTHORITIES + 1);
    if (parts.length <= FIXED_PARTS || !parts[1].equals("1")) {
      throw malformed(text);
    }
    List<Long> subs = new ArrayList<>();
    for (int i = FIXED_PARTS; i < parts.length; i++) {
      subs.add(number(Sddl.decimal32(parts[i]), text));
    }
    return new Sid(number(readAuthority(parts[2]), text), subs);
  }

  private static long readAuthority(String text) {
    long wide = Sddl.hex(text, 12, 12);
    return wide >>> 32 == 0 ? Sddl.NOT_A_NUMBER : Math.max(wide, Sddl.decimal32(text));
  }

  private static long number(long value, String text) {
    if (value == Sddl.NOT_A_NUMBER) {
      throw malformed(text);
    }
    return value;
  }

  private static FilterPortException malformed(String text) {
    return Sddl.invalid(
        "SID " + Sddl.quote(text) + " is malformed",
        "Write S-1-, the authority and 1 to 15 numbers of 32 bits: decimal, no leading zeros");
  }

  /** {@return the alias if there is one, else {@link #toString()}} */
  public String toSddl() {
    return ALIASES.getOrDefault(this, toString());
  }

  /** {@return the SID in full, such as {@code S-1-5-18}} */
  @Override
  public String toString() {
    String issuer =
        authority >>> 32 == 0 ? Long.toString(authority) : String.format("0x%012x", authority);
    return subAuthorities.stream()
        .map(String::valueOf)
        .collect(Collectors.joining("-", "S-1-" + issuer + "-", ""));
  }
}
