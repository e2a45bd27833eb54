package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

@DisplayName("the bytes of a message")
class PayloadTest {
  private static final byte[] NOT_TEXT = {(byte) 0xff, 0};

  @Test
  @DisplayName("are told in hexadecimal and read from it")
  void hex() {
    assertThat(Payload.ofHex("FF00")).isEqualTo(NOT_TEXT);
    assertThat(Payload.hex(NOT_TEXT)).isEqualTo("ff00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"f", "fg", "0x00"})
  @DisplayName("are refused where the hexadecimal is none")
  void notHex(String hex) {
    assertThatThrownBy(() -> Payload.ofHex(hex)).isInstanceOf(TypeConversionException.class);
  }

  @Test
  @DisplayName("are text in UTF-8")
  void text() {
    assertThat(Payload.hex(Payload.ofText("ä"))).isEqualTo("c3a4");
    assertThat(Payload.text(Payload.ofText("ä"))).isEqualTo("ä");
  }

  @Test
  @DisplayName("have no text where they are not UTF-8")
  void notText() {
    assertThat(Payload.text(NOT_TEXT)).isNull();
    assertThat(Payload.shortText(NOT_TEXT)).isNull();
  }

  @Test
  @DisplayName("are cut for people, and only if they are long")
  void cut() {
    assertThat(Payload.shortHex(new byte[64])).isEqualTo("00".repeat(64));
    assertThat(Payload.shortHex(new byte[65])).isEqualTo("00".repeat(64) + "…");
    assertThat(Payload.shortText(Payload.ofText("a".repeat(256)))).isEqualTo("a".repeat(256));
    assertThat(Payload.shortText(Payload.ofText("a".repeat(257)))).isEqualTo("a".repeat(256) + "…");
  }
}
