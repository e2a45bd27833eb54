package io.filterport.cli;

import io.filterport.security.AccessToken;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.TypeConversionException;

/** A user on the command line: {@code uid:N[,gid:M...]}. */
final class UnixUser {
  private static final String UID = "uid:";
  private static final String GID = "gid:";

  private UnixUser() {}

  static AccessToken parse(String text) {
    long uid = AccessToken.UNKNOWN;
    List<Long> gids = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (part.startsWith(UID) && uid == AccessToken.UNKNOWN) {
        uid = number(text, part.substring(UID.length()));
      } else if (part.startsWith(GID)) {
        gids.add(number(text, part.substring(GID.length())));
      } else {
        throw wrong(text);
      }
    }
    if (uid == AccessToken.UNKNOWN) {
      throw wrong(text);
    }
    long gid = gids.isEmpty() ? uid : gids.get(0);
    return AccessToken.ofUnix(AccessToken.UNKNOWN, uid, gid, gids, List.of());
  }

  private static long number(String text, String digits) {
    try {
      return Integer.toUnsignedLong(Integer.parseUnsignedInt(digits));
    } catch (NumberFormatException e) {
      throw wrong(text);
    }
  }

  private static TypeConversionException wrong(String text) {
    return new TypeConversionException("'" + text + "' is not of the form uid:N[,gid:M...]");
  }
}
