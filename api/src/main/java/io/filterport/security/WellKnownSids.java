package io.filterport.security;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The two-letter aliases that SDDL has for SIDs. */
final class WellKnownSids {
  /** They stand for a SID of the domain or of the account database of a machine. */
  private static final Set<String> OF_A_DOMAIN =
      Set.of(
          "AP", "CA", "CN", "DA", "DC", "DD", "DG", "DU", "EA", "EK", "KA", "LA", "LG", "PA", "RO",
          "RS", "SA");

  private static final long NT = 5;
  private static final long BUILTIN = 32;

  private static final Map<String, Sid> BY_ALIAS = new Table().rows;
  private static final Map<Sid, String> ALIASES = inverse();

  private WellKnownSids() {}

  static @Nullable Sid of(String alias) {
    return BY_ALIAS.get(alias);
  }

  static @Nullable String alias(Sid sid) {
    return ALIASES.get(sid);
  }

  static boolean needsDomain(String alias) {
    return OF_A_DOMAIN.contains(alias);
  }

  private static Map<Sid, String> inverse() {
    Map<Sid, String> aliases = new LinkedHashMap<>();
    BY_ALIAS.forEach((alias, sid) -> aliases.put(sid, alias));
    return Collections.unmodifiableMap(aliases);
  }

  private static final class Table {
    private final Map<String, Sid> rows = new LinkedHashMap<>();

    Table() {
      rows.put("WD", Sid.EVERYONE);
      rows.put("CO", Sid.of(3, 0));
      rows.put("CG", Sid.of(3, 1));
      rows.put("OW", Sid.OWNER_RIGHTS);
      logons();
      builtinGroups();
      rows.put("AC", Sid.of(15, 2, 1));
      rows.put("AS", Sid.of(18, 1));
      rows.put("SS", Sid.of(18, 2));
      integrityLevels();
    }

    private void logons() {
      rows.put("NU", Sid.of(NT, 2));
      rows.put("IU", Sid.of(NT, 4));
      rows.put("SU", Sid.of(NT, 6));
      rows.put("AN", Sid.of(NT, 7));
      rows.put("ED", Sid.of(NT, 9));
      rows.put("PS", Sid.of(NT, 10));
      rows.put("AU", Sid.AUTHENTICATED_USERS);
      rows.put("RC", Sid.of(NT, 12));
      rows.put("SY", Sid.SYSTEM);
      rows.put("LS", Sid.of(NT, 19));
      rows.put("NS", Sid.of(NT, 20));
      rows.put("WR", Sid.of(NT, 33));
      rows.put("UD", Sid.of(NT, 84, 0, 0, 0, 0, 0));
    }

    private void builtinGroups() {
      rows.put("BA", Sid.ADMINISTRATORS);
      builtin("BU", 545);
      builtin("BG", 546);
      builtin("PU", 547);
      builtin("AO", 548);
      builtin("SO", 549);
      builtin("PO", 550);
      builtin("BO", 551);
      builtin("RE", 552);
      builtin("RU", 554);
      builtin("RD", 555);
      builtin("NO", 556);
      builtin("MU", 558);
      builtin("LU", 559);
      builtin("IS", 568);
      builtin("CY", 569);
      builtin("ER", 573);
      builtin("CD", 574);
      builtin("RA", 575);
      builtin("ES", 576);
      builtin("MS", 577);
      builtin("HA", 578);
      builtin("AA", 579);
      builtin("RM", 580);
      builtin("HO", 584);
      builtin("SH", 585);
    }

    private void builtin(String alias, long relativeId) {
      rows.put(alias, Sid.of(NT, BUILTIN, relativeId));
    }

    private void integrityLevels() {
      rows.put("LW", Sid.of(16, 0x1000));
      rows.put("ME", Sid.of(16, 0x2000));
      rows.put("MP", Sid.of(16, 0x2100));
      rows.put("HI", Sid.of(16, 0x3000));
      rows.put("SI", Sid.of(16, 0x4000));
    }
  }
}
