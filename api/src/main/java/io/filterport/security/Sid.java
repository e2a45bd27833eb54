package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /**
   * S-1-3-4, alias OW: whoever holds the owner's SID of the descriptor in which it stands. An entry
   * for it takes the place of the rights that an owner has without any entry.
   */
  public static final Sid OWNER_RIGHTS = of(3, 4);

  private static final long UNIX_AUTHORITY = 22;
  private static final long UNIX_USER = 1;
  private static final long UNIX_GROUP = 2;
  static final int MAX_SUB_AUTHORITIES = 15;

  /** Bytes of a SID before its sub-authorities: revision, count, authority. */
  static final int HEADER_BYTES = 8;

  private static final int FIXED_PARTS = 3;

  private static final long MAX_AUTHORITY = (1L << 48) - 1;

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
   * {@return the SID that the text names}
   *
   * @param text {@code S-1-5-18} in full, its numbers decimal without leading zeros or hexadecimal
   *     with {@code 0x}; or one of the two-letter aliases of Windows that need no domain, such as
   *     SY, BA, WD, AU; in either case of letters (MAP-02)
   * @throws FilterPortException {@link NtStatus#INVALID_SECURITY_DESCR} for anything else
   */
  public static Sid parse(String text) {
    return read(Piece.of(text));
  }

  static Sid read(Piece text) {
    Sid known = WellKnownSids.of(text.upper());
    if (known != null) {
      return known;
    }
    if (WellKnownSids.needsDomain(text.upper())) {
      throw text.refusal(
          "SID " + text + " stands for an account of a domain, and there is none here",
          "Write the SID in full; users and groups of this system are S-1-22-1-uid, S-1-22-2-gid");
    }
    if (!text.upper().startsWith("S-")) {
      throw text.refusal(
          "SID " + text + " is neither a known alias nor of the form S-1-…",
          "Common aliases are SY, BA, WD, AU; write others in full, such as S-1-22-1-1000");
    }
    return inFull(text);
  }

  private static Sid inFull(Piece text) {
    String[] parts = text.text().split("-", -1);
    int subCount = parts.length - FIXED_PARTS;
    if (subCount < 1 || subCount > MAX_SUB_AUTHORITIES || !parts[1].equals("1")) {
      throw malformed(text);
    }
    List<Long> subs = new ArrayList<>();
    for (int i = FIXED_PARTS; i < parts.length; i++) {
      subs.add(number(parts[i], Sddl.MAX_32_BITS, text));
    }
    return new Sid(number(parts[2], MAX_AUTHORITY, text), subs);
  }

  private static long number(String digits, long max, Piece text) {
    long value = Sddl.number(digits, max);
    if (value == Sddl.NOT_A_NUMBER) {
      throw malformed(text);
    }
    return value;
  }

  private static FilterPortException malformed(Piece text) {
    return text.refusal(
        "SID " + text + " is malformed",
        "Write S-1-, the authority and 1 to 15 numbers of 32 bits, without leading zeros");
  }

  /** {@return how many bytes the SID has in binary form} */
  int bytes() {
    return HEADER_BYTES + subAuthorities.size() * Integer.BYTES;
  }

  /** {@return the alias if there is one, else {@link #toString()}} */
  public String toSddl() {
    String alias = WellKnownSids.alias(this);
    return alias == null ? toString() : alias;
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
