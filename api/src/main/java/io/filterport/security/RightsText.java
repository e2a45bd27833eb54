package io.filterport.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The SDDL text of an access mask. */
final class RightsText {
  private static final Map<String, AccessMask> BY_NAME = new Table().rows;

  private RightsText() {}

  static AccessMask read(Piece text) {
    if (text.strip().isEmpty()) {
      throw text.refusal("no rights are named", "Name them, such as GA or 0x1");
    }
    char first = text.text().charAt(0);
    boolean number = first >= '0' && first <= '9';
    return number ? readNumber(text) : readNames(text);
  }

  private static AccessMask readNumber(Piece text) {
    long value = Sddl.numberOrOctal(text.text(), Sddl.MAX_32_BITS);
    if (value == Sddl.NOT_A_NUMBER) {
      throw text.refusal(
          "rights " + text + " are not a number of 32 bits",
          "Write 0x and hexadecimal digits, 0 and octal digits, or decimal digits");
    }
    return new AccessMask((int) value);
  }

  private static AccessMask readNames(Piece text) {
    AccessMask rights = AccessMask.NONE;
    for (Piece word : text.words()) {
      AccessMask right = BY_NAME.get(word.upper());
      if (right == null) {
        throw word.refusal(
            "right " + word + " in " + text + " is not known",
            "Common ones are GA GR GW GX RC SD WD WO; or give a number: 0x1 is FLT_PORT_CONNECT");
      }
      rights = rights.or(right);
    }
    return rights;
  }

  static String letters(AccessMask rights) {
    return BY_NAME.entrySet().stream()
        .filter(named -> rights.contains(named.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.joining());
  }

  /**
   * The names of Windows, those for other objects included: each stands for its bits, whatever
   * these mean on a port. The generic ones come first, in the order in which they are printed.
   */
  private static final class Table {
    private final Map<String, AccessMask> rows = new LinkedHashMap<>();

    Table() {
      rows.put("GA", AccessMask.GENERIC_ALL);
      rows.put("GR", AccessMask.GENERIC_READ);
      rows.put("GW", AccessMask.GENERIC_WRITE);
      rows.put("GX", AccessMask.GENERIC_EXECUTE);
      rows.put("RC", AccessMask.READ_CONTROL);
      rows.put("SD", AccessMask.DELETE);
      rows.put("WD", AccessMask.WRITE_DAC);
      rows.put("WO", AccessMask.WRITE_OWNER);
      directoryRights();
      row("FA", 0x1F01FF);
      row("FR", 0x120089);
      row("FW", 0x120116);
      row("FX", 0x1200A0);
      row("KA", 0xF003F);
      row("KR", 0x20019);
      row("KW", 0x20006);
      row("KX", 0x20019);
      row("NW", 0x1);
      row("NR", 0x2);
      row("NX", 0x4);
    }

    private void directoryRights() {
      row("CC", 0x1);
      row("DC", 0x2);
      row("LC", 0x4);
      row("SW", 0x8);
      row("RP", 0x10);
      row("WP", 0x20);
      row("DT", 0x40);
      row("LO", 0x80);
      row("CR", 0x100);
    }

    private void row(String name, int bits) {
      rows.put(name, new AccessMask(bits));
    }
  }
}
