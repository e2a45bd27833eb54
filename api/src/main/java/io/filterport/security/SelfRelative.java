package io.filterport.security;

/**
 * SECURITY_DESCRIPTOR_RELATIVE: a descriptor in one run of bytes. Little endian, but for the
 * authority of a SID.
 *
 * <pre>
 *            0         1         2         4         8
 *  header    revision  zero      control   owner     group at 8, SACL at 12, DACL at 16: offsets
 *  ACL       revision  zero      bytes     entries (2 bytes), zero (2 bytes)
 *  entry     type      flags     bytes     rights    SID
 *  SID       revision  count     authority (6 bytes) sub-authorities
 * </pre>
 */
final class SelfRelative {
  static final int REVISION = 1;
  static final int ACL_REVISION = 2;
  static final int ACL_REVISION_DS = 4;

  static final int HEADER_BYTES = 20;
  static final int CONTROL = 2;
  static final int OWNER = 4;
  static final int GROUP = 8;
  static final int SACL = 12;
  static final int DACL = 16;

  static final int SIZE = 2;
  static final int ACL_COUNT = 4;
  static final int ACL_PADDING = 6;
  static final int ENTRY_MASK = 4;
  static final int SID_AUTHORITY = 2;

  static final int OWNER_DEFAULTED = 0x0001;
  static final int GROUP_DEFAULTED = 0x0002;
  static final int DACL_PRESENT = 0x0004;
  static final int DACL_DEFAULTED = 0x0008;
  static final int SACL_BITS = 0x2A30;
  static final int IS_SELF_RELATIVE = 0x8000;

  private SelfRelative() {}
}
