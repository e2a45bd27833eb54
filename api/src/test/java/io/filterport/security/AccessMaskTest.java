package io.filterport.security;

import static io.filterport.security.Refusals.assertInvalidDescriptor;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessMaskTest {

  @Test
  @DisplayName("SEC-02: all access is the right to connect and the standard rights")
  void portRights() {
    assertThat(AccessMask.FLT_PORT_CONNECT.bits()).isEqualTo(1);
    assertThat(AccessMask.FLT_PORT_ALL_ACCESS.bits()).isEqualTo(0x1F0001);
    assertThat(AccessMask.STANDARD_RIGHTS_ALL.or(AccessMask.FLT_PORT_CONNECT))
        .isEqualTo(AccessMask.FLT_PORT_ALL_ACCESS);
    assertThat(
            AccessMask.DELETE
                .or(AccessMask.READ_CONTROL)
                .or(AccessMask.WRITE_DAC)
                .or(AccessMask.WRITE_OWNER)
                .or(AccessMask.SYNCHRONIZE))
        .isEqualTo(AccessMask.STANDARD_RIGHTS_ALL);
  }

  @ParameterizedTest
  @CsvSource({
    "GA, 0x001f0001", "GR, 0x00020000", "GW, 0x00020000", "GX, 0x00120000",
    "GRGW, 0x00020000", "GRGWGX, 0x00120000", "GAGR, 0x001f0001", "0x1, 0x00000001",
    "0x80000001, 0x00020001", "0xf0000000, 0x001f0001", "0x0fffffff, 0x0fffffff", "0x0, 0x00000000"
  })
  @DisplayName("SEC-03: generic rights become rights of a port, the others stay")
  void genericMapping(String sddl, String mapped) {
    assertThat(AccessMask.parse(sddl).mapGeneric().hex()).isEqualTo(mapped);
  }

  @ParameterizedTest
  @CsvSource({
    "GA, 0x10000000, GA",
    "GR, 0x80000000, GR",
    "GW, 0x40000000, GW",
    "GX, 0x20000000, GX",
    "GRGW, 0xc0000000, GRGW",
    "GXGWGRGA, 0xf0000000, GAGRGWGX",
    "GAGA, 0x10000000, GA",
    "RC, 0x00020000, 0x20000",
    "SD, 0x00010000, 0x10000",
    "WD, 0x00040000, 0x40000",
    "WO, 0x00080000, 0x80000",
    "RCSDWDWO, 0x000f0000, 0xf0000",
    "GARC, 0x10020000, 0x10020000",
    "ga, 0x10000000, GA",
    "gRGw, 0xc0000000, GRGW",
    "GA GR, 0x90000000, GAGR",
    "CC, 0x00000001, 0x1",
    "DC, 0x00000002, 0x2",
    "LC, 0x00000004, 0x4",
    "SW, 0x00000008, 0x8",
    "RP, 0x00000010, 0x10",
    "WP, 0x00000020, 0x20",
    "DT, 0x00000040, 0x40",
    "LO, 0x00000080, 0x80",
    "CR, 0x00000100, 0x100",
    "CCDCLCSWRPWPDTLOCRSDRCWDWO, 0x000f01ff, 0xf01ff",
    "FA, 0x001f01ff, 0x1f01ff",
    "FR, 0x00120089, 0x120089",
    "FW, 0x00120116, 0x120116",
    "FX, 0x001200a0, 0x1200a0",
    "KA, 0x000f003f, 0xf003f",
    "KR, 0x00020019, 0x20019",
    "KW, 0x00020006, 0x20006",
    "KX, 0x00020019, 0x20019",
    "NW, 0x00000001, 0x1",
    "NR, 0x00000002, 0x2",
    "NX, 0x00000004, 0x4",
    "0x1, 0x00000001, 0x1",
    "0X1, 0x00000001, 0x1",
    "01, 0x00000001, 0x1",
    "010, 0x00000008, 0x8",
    "01234567, 0x00053977, 0x53977",
    "037777777777, 0xffffffff, 0xffffffff",
    "00, 0x00000000, 0x0",
    "0x001F0001, 0x001f0001, 0x1f0001",
    "0x10000000, 0x10000000, GA",
    "0xffffffff, 0xffffffff, 0xffffffff",
    "0x0, 0x00000000, 0x0",
    "0, 0x00000000, 0x0",
    "1, 0x00000001, 0x1",
    "9, 0x00000009, 0x9",
    "2031617, 0x001f0001, 0x1f0001",
    "4294967295, 0xffffffff, 0xffffffff"
  })
  @DisplayName("MAP-02: rights as letters, hexadecimal or decimal, and their canonical text")
  void good(String text, String bits, String canonical) {
    AccessMask mask = AccessMask.parse(text);

    assertThat(mask.hex()).isEqualTo(bits);
    assertThat(mask.toSddl()).isEqualTo(canonical);
    assertThat(AccessMask.parse(canonical)).isEqualTo(mask);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "G",
        "GAG",
        "GA|GR",
        "G AGR",
        "XX",
        "SY",
        "\u0131O",
        "\u212aA",
        "GA0x1",
        "0x",
        "0xg",
        "0x123456789",
        "0x1GA",
        "08",
        "0 1",
        "1 ",
        "040000000000",
        "0o17",
        "0b1",
        "4294967296",
        "99999999999999999999",
        "1f0001",
        "-1",
        "+1",
        "1.0",
        "\u0661"
      })
  @DisplayName("MAP-02: anything else in the place of rights is an error")
  void bad(String text) {
    assertInvalidDescriptor(() -> AccessMask.parse(text), "right");
  }
}
