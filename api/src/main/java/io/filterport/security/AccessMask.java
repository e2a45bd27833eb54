package io.filterport.security;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;

/**
 * A set of rights, as 32 bits. Immutable.
 *
 * @param bits the rights; any value may stand in an entry
 */
public record AccessMask(int bits) {

  /** No right at all. */
  public static final AccessMask NONE = new AccessMask(0);

  /** 0x00000001: connect to the port (SEC-02). */
  public static final AccessMask FLT_PORT_CONNECT = new AccessMask(0x0000_0001);

  /** 0x00010000. */
  public static final AccessMask DELETE = new AccessMask(0x0001_0000);

  /** 0x00020000: also all that STANDARD_RIGHTS_READ, _WRITE and _EXECUTE mean. */
  public static final AccessMask READ_CONTROL = new AccessMask(0x0002_0000);

  /** 0x00040000. */
  public static final AccessMask WRITE_DAC = new AccessMask(0x0004_0000);

  /** 0x00080000. */
  public static final AccessMask WRITE_OWNER = new AccessMask(0x0008_0000);

  /** 0x00100000. */
  public static final AccessMask SYNCHRONIZE = new AccessMask(0x0010_0000);

  /** 0x001F0000: the five above. */
  public static final AccessMask STANDARD_RIGHTS_ALL = new AccessMask(0x001F_0000);

  /** 0x001F0001: connect and the standard rights (SEC-02). */
  public static final AccessMask FLT_PORT_ALL_ACCESS = new AccessMask(0x001F_0001);

  /** 0x10000000: on a port, {@link #FLT_PORT_ALL_ACCESS} (SEC-03). */
  public static final AccessMask GENERIC_ALL = new AccessMask(0x1000_0000);

  /** 0x20000000: on a port, {@link #READ_CONTROL} and {@link #SYNCHRONIZE} (SEC-03). */
  public static final AccessMask GENERIC_EXECUTE = new AccessMask(0x2000_0000);

  /** 0x40000000: on a port, {@link #READ_CONTROL}; it does not let connect (SEC-03). */
  public static final AccessMask GENERIC_WRITE = new AccessMask(0x4000_0000);

  /** 0x80000000: on a port, {@link #READ_CONTROL}; it does not let connect (SEC-03). */
  public static final AccessMask GENERIC_READ = new AccessMask(0x8000_0000);

  private static final AccessMask ALL_GENERIC = new AccessMask(0xF000_0000);

  /**
   * {@return the rights that the text names}
   *
   * @param sddl a number of 32 bits, hexadecimal with {@code 0x}, octal with a leading 0, or
   *     decimal; or the two-letter rights of Windows in a row, in either case of letters: GA GR GW
   *     GX RC SD WD WO, and those of files, registry keys, directories and labels, which stand for
   *     their bits
   * @throws FilterPortException {@link NtStatus#INVALID_SECURITY_DESCR} for anything else, also an
   *     empty text
   */
  public static AccessMask parse(String sddl) {
    return RightsText.read(Piece.of(sddl));
  }

  /**
   * {@return the rights that the generic ones in this mask mean on a port, with the others
   * (SEC-03)} The result has no generic bits.
   */
  public AccessMask mapGeneric() {
    AccessMask mapped = without(ALL_GENERIC);
    if (contains(GENERIC_ALL)) {
      mapped = mapped.or(FLT_PORT_ALL_ACCESS);
    }
    if (contains(GENERIC_EXECUTE)) {
      mapped = mapped.or(READ_CONTROL).or(SYNCHRONIZE);
    }
    return contains(GENERIC_READ) || contains(GENERIC_WRITE) ? mapped.or(READ_CONTROL) : mapped;
  }

  /**
   * {@return whether every right of the other mask is in this one}
   *
   * @param other the rights asked about
   */
  public boolean contains(AccessMask other) {
    return other.without(this).isEmpty();
  }

  /** {@return whether there is no right in this mask} */
  public boolean isEmpty() {
    return bits == 0;
  }

  /**
   * {@return the rights in either mask}
   *
   * @param other the rights to add
   */
  public AccessMask or(AccessMask other) {
    return new AccessMask(bits | other.bits);
  }

  /**
   * {@return the rights in both masks}
   *
   * @param other the rights to keep
   */
  public AccessMask and(AccessMask other) {
    return new AccessMask(bits & other.bits);
  }

  /**
   * {@return the rights in this mask that are not in the other}
   *
   * @param other the rights to remove
   */
  public AccessMask without(AccessMask other) {
    return new AccessMask(bits & ~other.bits);
  }

  /**
   * {@return the canonical SDDL text: two-letter rights if all of them are generic, else
   * hexadecimal} It parses to an equal mask.
   */
  public String toSddl() {
    boolean letters = !isEmpty() && ALL_GENERIC.contains(this);
    return letters ? RightsText.letters(this) : String.format("0x%x", bits);
  }

  /** {@return the mask in the form {@code 0x001f0001}} */
  public String hex() {
    return String.format("0x%08x", bits);
  }

  @Override
  public String toString() {
    return hex();
  }
}
