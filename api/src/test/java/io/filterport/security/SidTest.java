package io.filterport.security;

import static io.filterport.security.Refusals.assertInvalidDescriptor;
import static io.filterport.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      textBlock =
          """
          WD S-1-1-0
          CO S-1-3-0
          CG S-1-3-1
          OW S-1-3-4
          NU S-1-5-2
          IU S-1-5-4
          SU S-1-5-6
          AN S-1-5-7
          ED S-1-5-9
          PS S-1-5-10
          AU S-1-5-11
          RC S-1-5-12
          SY S-1-5-18
          LS S-1-5-19
          NS S-1-5-20
          WR S-1-5-33
          UD S-1-5-84-0-0-0-0-0
          BA S-1-5-32-544
          BU S-1-5-32-545
          BG S-1-5-32-546
          PU S-1-5-32-547
          AO S-1-5-32-548
          SO S-1-5-32-549
          PO S-1-5-32-550
          BO S-1-5-32-551
          RE S-1-5-32-552
          RU S-1-5-32-554
          RD S-1-5-32-555
          NO S-1-5-32-556
          MU S-1-5-32-558
          LU S-1-5-32-559
          IS S-1-5-32-568
          CY S-1-5-32-569
          ER S-1-5-32-573
          CD S-1-5-32-574
          RA S-1-5-32-575
          ES S-1-5-32-576
          MS S-1-5-32-577
          HA S-1-5-32-578
          AA S-1-5-32-579
          RM S-1-5-32-580
          HO S-1-5-32-584
          SH S-1-5-32-585
          AC S-1-15-2-1
          LW S-1-16-4096
          ME S-1-16-8192
          MP S-1-16-8448
          HI S-1-16-12288
          SI S-1-16-16384
          AS S-1-18-1
          SS S-1-18-2
          """)
  @DisplayName("MAP-02: an alias and the SID in full are the same")
  void aliases(String alias, String inFull) {
    Sid sid = Sid.parse(alias);

    assertThat(sid).isEqualTo(Sid.parse(inFull)).hasToString(inFull);
    assertThat(sid).isEqualTo(Sid.parse(alias.toLowerCase(Locale.ROOT)));
    assertThat(sid.toSddl()).isEqualTo(alias);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DA", "DG", "DU", "DC", "DD", "LA", "LG", "SA", "CA", "RS", "EA", "PA", "RO", "CN", "AP",
        "KA", "EK", "da"
      })
  @DisplayName("MAP-02: an alias that needs a domain is an error that says so")
  void domains(String alias) {
    assertInvalidDescriptor(() -> Sid.parse(alias), "an account of a domain");
  }

  @Test
  @DisplayName("MAP-02: the constants are the well-known SIDs")
  void constants() {
    assertThat(Sid.SYSTEM).hasToString("S-1-5-18");
    assertThat(Sid.ADMINISTRATORS).hasToString("S-1-5-32-544");
    assertThat(Sid.EVERYONE).hasToString("S-1-1-0");
    assertThat(Sid.AUTHENTICATED_USERS).hasToString("S-1-5-11");
    assertThat(Sid.OWNER_RIGHTS).hasToString("S-1-3-4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S-1-0-0",
        "S-1-5-32-543",
        "S-1-5-21-4294967295-0-1-500",
        "S-1-22-1-1000",
        "S-1-4294967295-1",
        "S-1-0x000100000000-1",
        "S-1-0xffffffffffff-4294967295",
        "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15"
      })
  @DisplayName("MAP-02: a SID in full prints as it was written")
  void inFull(String text) {
    assertThat(Sid.parse(text)).hasToString(text);
    assertThat(Sid.parse(text).toSddl()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "s-1-5-18, S-1-5-18",
    "S-1-0x5-18, S-1-5-18",
    "S-1-0x000000000005-0X12, S-1-5-18",
    "S-1-5-32-0x220, S-1-5-32-544",
    "S-1-5000000000-1, S-1-0x00012a05f200-1",
    "S-1-0x12A05F200-1, S-1-0x00012a05f200-1"
  })
  @DisplayName("MAP-02: other spellings of a SID")
  void otherSpellings(String text, String canonical) {
    assertThat(Sid.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "S",
        "SYY",
        "1-5-18",
        "XX",
        " SY",
        "SY ",
        "\u0000",
        "\u00df",
        "s\u0131",
        "S\u2010" + "1-5-18"
      })
  @DisplayName("MAP-02: an unknown alias is an error that names common ones")
  void unknownAlias(String text) {
    assertInvalidDescriptor(() -> Sid.parse(text), "neither a known alias nor of the form S-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S-",
        "S-1",
        "S-1-5",
        "S-1-5-",
        "S-2-5-18",
        "S-0-5-18",
        "S-01-5-18",
        "S-1-05-18",
        "S-1-5-018",
        "S-1-5-+18",
        "S-1-5--18",
        "S-1-5-18-",
        "S-1-5-18 ",
        "S-1-5-1 8",
        "S-1-5-0x",
        "S-1-5-0x123456789",
        "S-0x1-5-18",
        "S-1-5-4294967296",
        "S-1-5-99999999999999999999",
        "S-1-281474976710656-1",
        "S- 1-5-18",
        "S-1-0x1000000000000-1",
        "S-1--18",
        "S-1-5-\u0661\u0668",
        "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16-17"
      })
  @DisplayName("MAP-02: a malformed SID is an error")
  void malformed(String text) {
    assertInvalidDescriptor(() -> Sid.parse(text), "is malformed");
  }

  @Test
  @DisplayName("MAP-02: sixteen sub-authorities are one too many, none is one too few")
  void subAuthorityCount() {
    List<Long> sixteen = new ArrayList<>(Collections.nCopies(16, 1L));

    assertInvalidDescriptor(() -> Sid.parse("S-1-5" + "-7".repeat(16)), "is malformed");
    assertInvalidDescriptor(() -> new Sid(5, sixteen), "16 sub-authorities");
    assertInvalidDescriptor(() -> new Sid(5, List.of()), "0 sub-authorities");
    assertThat(new Sid(5, sixteen.subList(0, 15)).subAuthorities()).hasSize(15);
  }

  @Test
  @DisplayName("MAP-02: the numbers of a SID have 48 and 32 bits")
  void ranges() {
    assertInvalidDescriptor(() -> Sid.of(1L << 48, 1), "authority 281474976710656");
    assertInvalidDescriptor(() -> Sid.of(-1, 1), "authority -1");
    assertInvalidDescriptor(() -> Sid.of(5, 1L << 32), "sub-authority 4294967296");
    assertInvalidDescriptor(() -> Sid.of(5, 1, -1), "sub-authority -1");
    assertThat(Sid.of((1L << 48) - 1, 0xFFFF_FFFFL)).hasToString("S-1-0xffffffffffff-4294967295");
  }

  @Test
  @DisplayName("MAP-02: a uid is S-1-22-1-uid, a gid is S-1-22-2-gid")
  void unixIds() {
    assertThat(Sid.ofUid(0)).hasToString("S-1-22-1-0");
    assertThat(Sid.ofUid(4_294_967_294L)).hasToString("S-1-22-1-4294967294");
    assertThat(Sid.ofGid(1000)).hasToString("S-1-22-2-1000").isNotEqualTo(Sid.ofUid(1000));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 4_294_967_295L, 4_294_967_296L, Long.MIN_VALUE, Long.MAX_VALUE})
  @DisplayName("MAP-01: the id that Unix uses for nobody known is no user and no group")
  void noUnixId(long id) {
    assertRefused(() -> Sid.ofUid(id), NtStatus.INVALID_PARAMETER, "uid " + id);
    assertRefused(() -> Sid.ofGid(id), NtStatus.INVALID_PARAMETER, "gid " + id);
  }

  @Test
  @DisplayName("MAP-02: a SID does not change with the list it was made from")
  void immutable() {
    List<Long> numbers = new ArrayList<>(List.of(18L));
    Sid sid = new Sid(5, numbers);

    numbers.set(0, 19L);

    assertThat(sid).isEqualTo(Sid.SYSTEM);
  }
}
