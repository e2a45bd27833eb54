package io.filterport.cli;

import io.filterport.security.AccessToken;
import io.filterport.security.Administrators;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.TypeConversionException;

/**
 * A user on the command line: {@code uid:N[,gid:M...]}.
 *
 * @param uid the user
 * @param gids its groups, its own first
 */
record UnixUser(long uid, List<Long> gids) {
  private static final String UID = "uid:";
  private static final String GID = "gid:";

  UnixUser {
    gids = List.copyOf(gids);
  }

  static UnixUser parse(String text) {
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
    return new UnixUser(uid, gids.isEmpty() ? List.of(uid) : gids);
  }

  /** {@return what a manager takes the user for} */
  AccessToken token(Administrators administrators) {
    return AccessToken.ofUnix(AccessToken.UNKNOWN, uid, gids.getFirst(), gids, administrators);
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
