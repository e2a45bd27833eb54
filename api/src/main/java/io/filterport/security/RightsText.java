package io.filterport.security;

import io.filterport.FilterPortException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The SDDL text of an access mask. */
final class RightsText {
  private static final Map<String, AccessMask> BY_NAME = names();

  private RightsText() {}

  /** The generic ones first, in the order in which they are printed. */
  private static Map<String, AccessMask> names() {
    Map<String, AccessMask> names = new LinkedHashMap<>();
    names.put("GA", AccessMask.GENERIC_ALL);
    names.put("GR", AccessMask.GENERIC_READ);
    names.put("GW", AccessMask.GENERIC_WRITE);
    names.put("GX", AccessMask.GENERIC_EXECUTE);
    names.put("RC", AccessMask.READ_CONTROL);
    names.put("SD", AccessMask.DELETE);
    names.put("WD", AccessMask.WRITE_DAC);
    names.put("WO", AccessMask.WRITE_OWNER);
    return names;
  }

  static AccessMask read(String text) {
    if (text.isEmpty()) {
      throw Sddl.invalid("no rights are named", "Name them, such as GA or 0x1");
    }
    boolean number = text.charAt(0) >= '0' && text.charAt(0) <= '9';
    return number ? readNumber(text) : readLetters(text);
  }

  private static AccessMask readNumber(String text) {
    long value = Math.max(Sddl.hex(text, 1, 8), Sddl.decimal32(text));
    if (value == Sddl.NOT_A_NUMBER) {
      throw Sddl.invalid(
          "rights " + Sddl.quote(text) + " are not a number of 32 bits",
          "Write 0x and up to 8 hexadecimal digits, or decimal without leading zeros");
    }
    return new AccessMask((int) value);
  }

  private static AccessMask readLetters(String text) {
    AccessMask rights = new AccessMask(0);
    for (int at = 0; at < text.length(); at += 2) {
      String name = text.substring(at, Math.min(at + 2, text.length()));
      AccessMask right = BY_NAME.get(name);
      if (right == null) {
        throw unknown(name, text);
      }
      rights = rights.or(right);
    }
    return rights;
  }

  private static FilterPortException unknown(String name, String text) {
    return Sddl.invalid(
        "right " + Sddl.quote(name) + " in " + Sddl.quote(text) + " is no right of a port",
        "Use GA GR GW GX RC SD WD WO, or a number: 0x1 is FLT_PORT_CONNECT");
  }

  static String letters(AccessMask rights) {
    return BY_NAME.entrySet().stream()
        .filter(named -> rights.contains(named.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.joining());
  }
}
