package io.filterport.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second opinion on the access check, written another way and without any code of the first: it
 * takes the text of a descriptor apart itself, SIDs stay texts, and each wanted bit is decided on
 * its own, by the first entry that names it. The walk follows from that, in the words of {@code
 * access-cases.txt}. Knows the part of SDDL that the tests write.
 */
final class NaiveAccessCheck {
  private static final Pattern DESCRIPTOR =
      Pattern.compile(
          "(?:O:(?<owner>[^:]+?))?(?:G:[^:]+?)?"
              + "(?<dacl>D:(?:P|AR|AI)*(?<all>NO_ACCESS_CONTROL)?(?<entries>(?:\\([^)]*\\))*))?");
  private static final Pattern ENTRY =
      Pattern.compile("\\((?<type>[AD]);(?<flags>[A-Z]*);(?<rights>\\w*);;;(?<sid>[^;)]+)\\)");

  private static final String OWNER_RIGHTS = "S-1-3-4";
  private static final int OWNERS = 0x60000;
  private static final int NOBODY = 0;
  private static final int NO_ENTRY_NEEDED = -1;

  private static final Map<String, String> SIDS =
      table(
          "SY S-1-5-18 BA S-1-5-32-544 WD S-1-1-0 AU S-1-5-11 OW S-1-3-4 AN S-1-5-7 NS S-1-5-20"
              + " BU S-1-5-32-545 IU S-1-5-4 NU S-1-5-2 CO S-1-3-0 CG S-1-3-1 PS S-1-5-10"
              + " LS S-1-5-19 SU S-1-5-6 BG S-1-5-32-546 HI S-1-16-12288 ER S-1-5-32-573");
  private static final Map<String, String> RIGHTS =
      table(
          "GA 0x10000000 GX 0x20000000 GW 0x40000000 GR 0x80000000 RC 0x20000 SD 0x10000"
              + " WD 0x40000 WO 0x80000 FA 0x1f01ff FR 0x120089 FW 0x120116 FX 0x1200a0 KA 0xf003f"
              + " KR 0x20019 KW 0x20006 CC 1 DC 2 LC 4 SW 8 RP 0x10 WP 0x20 DT 0x40 LO 0x80"
              + " CR 0x100");

  private final List<Entry> entries = new ArrayList<>();
  private final Collection<String> caller;
  private final int desired;
  private final boolean listed;
  private final boolean owns;

  private record Entry(boolean allows, boolean inheritOnly, int bits, String sid) {}

  private NaiveAccessCheck(String sddl, Collection<String> sids, int desired) {
    Matcher descriptor = DESCRIPTOR.matcher(sddl);
    if (!descriptor.matches()) {
      throw new IllegalArgumentException(sddl);
    }
    this.caller = sids.stream().map(NaiveAccessCheck::inFull).toList();
    this.desired = onPort(desired);
    this.listed = descriptor.group("dacl") != null && descriptor.group("all") == null;
    String owner = descriptor.group("owner");
    this.owns = owner != null && caller.contains(inFull(owner));
    if (listed) {
      readEntries(descriptor.group("entries"));
    }
  }

  /** "granted" or "refused", a colon, and the walk. */
  static String answer(String sddl, Collection<String> sids, int desired) {
    return new NaiveAccessCheck(sddl, sids, desired).answer();
  }

  // ---- reading

  private void readEntries(String text) {
    Matcher entry = ENTRY.matcher(text);
    int end = 0;
    for (; entry.find(); end = entry.end()) {
      entries.add(
          new Entry(
              entry.group("type").equals("A"),
              words(entry.group("flags")).contains("IO"),
              onPort(bits(entry.group("rights"))),
              inFull(entry.group("sid"))));
    }
    if (end != text.length()) {
      throw new IllegalArgumentException(text);
    }
  }

  private static Map<String, String> table(String text) {
    Map<String, String> table = new HashMap<>();
    String[] words = text.split(" ", -1);
    for (int i = 0; i < words.length; i += 2) {
      table.put(words[i], words[i + 1]);
    }
    return table;
  }

  private static String inFull(String sid) {
    return SIDS.getOrDefault(sid, sid);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < text.length(); i += 2) {
      words.add(text.substring(i, i + 2));
    }
    return words;
  }

  private static int bits(String text) {
    if (Character.isDigit(text.charAt(0))) {
      return Long.decode(text).intValue();
    }
    int bits = 0;
    for (String word : words(text)) {
      bits |= Long.decode(RIGHTS.get(word)).intValue();
    }
    return bits;
  }

  private static int onPort(int mask) {
    int all = (mask & 0x10000000) != 0 ? 0x1F0001 : 0;
    int execute = (mask & 0x20000000) != 0 ? 0x120000 : 0;
    int readOrWrite = (mask & 0xC0000000) != 0 ? 0x20000 : 0;
    return (mask & 0x0FFFFFFF) | all | execute | readOrWrite;
  }

  // ---- deciding

  private String answer() {
    if (!listed) {
      return "granted: no-dacl";
    }
    int refusing = Integer.MAX_VALUE;
    int last = NO_ENTRY_NEEDED;
    boolean undecided = false;
    for (int bit : wanted()) {
      int decider = decider(bit);
      undecided |= decider == NOBODY;
      last = Math.max(last, decider);
      refusing = decider > 0 && !entry(decider).allows ? Math.min(refusing, decider) : refusing;
    }
    if (refusing != Integer.MAX_VALUE) {
      return "refused: " + walk(refusing, 0);
    }
    return undecided
        ? "refused: " + walk(entries.size(), decidedBy(NOBODY))
        : "granted: " + walk(last, 0);
  }

  private List<Integer> wanted() {
    List<Integer> bits = new ArrayList<>();
    for (int bit = 1; bit != 0; bit <<= 1) {
      if ((desired & bit) != 0) {
        bits.add(bit);
      }
    }
    return bits;
  }

  private Entry entry(int number) {
    return entries.get(number - 1);
  }

  /** The number of the first entry that counts and names the bit. */
  private int decider(int bit) {
    boolean replaced = entries.stream().anyMatch(e -> !e.inheritOnly && e.sid.equals(OWNER_RIGHTS));
    if (owns && !replaced && (bit & OWNERS) != 0) {
      return NO_ENTRY_NEEDED;
    }
    for (int number = 1; number <= entries.size(); number++) {
      Entry entry = entry(number);
      if (!entry.inheritOnly && isHeld(entry) && (entry.bits & bit) != 0) {
        return number;
      }
    }
    return NOBODY;
  }

  private boolean isHeld(Entry entry) {
    return caller.contains(entry.sid) || (owns && entry.sid.equals(OWNER_RIGHTS));
  }

  private int decidedBy(int decider) {
    return wanted().stream().filter(bit -> decider(bit) == decider).reduce(0, (a, b) -> a | b);
  }

  // ---- telling

  /** The entries up to the last one that is read, and those behind it. */
  private String walk(int last, int missing) {
    List<String> told = new ArrayList<>();
    int left = desired & ~decidedBy(NO_ENTRY_NEEDED);
    if (left != desired) {
      told.add("owner has " + hex(desired & ~left));
    }
    for (int number = 1; number <= entries.size(); number++) {
      int bits = decidedBy(number);
      left &= ~bits;
      told.add(number + (number > last ? " unread" : what(entry(number), bits, left)));
    }
    if (missing != 0) {
      told.add("missing " + hex(missing));
    }
    return String.join(", ", told);
  }

  private String what(Entry entry, int bits, int left) {
    if (entry.inheritOnly) {
      return " inherit-only";
    }
    if (!isHeld(entry)) {
      return " not-held";
    }
    if (bits == 0) {
      return " not-needed";
    }
    return entry.allows ? " allows " + hex(bits) + " leaves " + hex(left) : " denies " + hex(bits);
  }

  private static String hex(int bits) {
    return "0x" + Integer.toHexString(bits);
  }
}
