package io.filterport.security;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Descriptors and callers from a seeded generator; the values that matter come up often. */
final class RandomDescriptors {
  private static final List<Sid> COMMON =
      Stream.of(
              "SY", "BA", "WD", "AU", "OW", "S-1-22-1-1", "S-1-22-1-2", "S-1-22-2-1", "S-1-22-2-2")
          .map(Sid::parse)
          .toList();

  private static final int[] COMMON_MASKS = {
    1,
    0x1F0001,
    0x1F0000,
    0x10000,
    0x20000,
    0x40000,
    0x80000,
    0x100000,
    0x10000000,
    0x20000000,
    0x40000000,
    0x80000000,
    0xC0000000,
    0
  };

  private final Random random;

  RandomDescriptors(long seed) {
    random = new Random(seed);
  }

  SecurityDescriptor descriptor() {
    Sid owner = random.nextInt(4) == 0 ? anySid() : null;
    Sid group = random.nextInt(4) == 0 ? anySid() : null;
    AccessControlList dacl = random.nextInt(20) == 0 ? null : dacl();
    return owner == null && group == null && dacl == null
        ? descriptor()
        : new SecurityDescriptor(owner, group, dacl);
  }

  private AccessControlList dacl() {
    boolean isNull = random.nextInt(20) == 0;
    return new AccessControlList(flags(), isNull, isNull ? List.of() : entries());
  }

  private Set<AccessControlList.Flag> flags() {
    Set<AccessControlList.Flag> flags = EnumSet.noneOf(AccessControlList.Flag.class);
    for (AccessControlList.Flag flag : AccessControlList.Flag.values()) {
      if (random.nextInt(4) == 0) {
        flags.add(flag);
      }
    }
    return flags;
  }

  private List<AccessControlEntry> entries() {
    return IntStream.range(0, random.nextInt(9)).mapToObj(i -> entry()).toList();
  }

  AccessControlEntry entry() {
    AccessControlEntry.Type type =
        random.nextInt(3) == 0 ? AccessControlEntry.Type.DENY : AccessControlEntry.Type.ALLOW;
    return new AccessControlEntry(type, entryFlags(), mask(), anySid());
  }

  private Set<AccessControlEntry.Flag> entryFlags() {
    Set<AccessControlEntry.Flag> flags = EnumSet.noneOf(AccessControlEntry.Flag.class);
    for (AccessControlEntry.Flag flag : AccessControlEntry.Flag.values()) {
      if (random.nextInt(12) == 0) {
        flags.add(flag);
      }
    }
    return flags;
  }

  private AccessMask mask() {
    int bits =
        random.nextInt(8) == 0
            ? random.nextInt()
            : COMMON_MASKS[random.nextInt(COMMON_MASKS.length)];
    return new AccessMask(bits);
  }

  private Sid anySid() {
    return random.nextInt(10) == 0 ? strangeSid() : common();
  }

  private Sid common() {
    return COMMON.get(random.nextInt(COMMON.size()));
  }

  private Sid strangeSid() {
    long authority = random.nextBoolean() ? random.nextInt(30) : random.nextLong() >>> 16;
    return Sid.of(authority, random.longs(1 + random.nextInt(15), 0, 1L << 32).toArray());
  }

  /** A caller who holds some of the common SIDs; now and then none. */
  AccessToken caller() {
    List<Sid> groups = new ArrayList<>(COMMON);
    groups.removeIf(sid -> random.nextInt(3) != 0);
    return AccessToken.of(Sid.ofUid(random.nextInt(4)), groups);
  }

  /** Some rights that a port knows; at least one. */
  AccessMask desired() {
    int bits = random.nextInt() & 0x1F0001;
    int question = random.nextInt(3);
    return question == 0 || bits == 0
        ? AccessCheck.CONNECT
        : question == 1 ? AccessCheck.STRICT_CONNECT : new AccessMask(bits);
  }

  /** One character of the text removed, doubled or replaced by another of SDDL. */
  String damaged(String text) {
    String alphabet = "ADGSOPWYRX0x19-;:() \n";
    int at = random.nextInt(text.length());
    String other = alphabet.substring(random.nextInt(alphabet.length())).substring(0, 1);
    String middle =
        switch (random.nextInt(3)) {
          case 0 -> "";
          case 1 -> text.charAt(at) + text.substring(at, at + 1);
          default -> other;
        };
    return text.substring(0, at) + middle + text.substring(at + 1);
  }
}
