package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("somebody else's text on a terminal")
class PrintableTest {
  @Test
  @DisplayName("is shown as it is where it is only text")
  void plain() {
    assertThat(Printable.of("/tmp/ä € 𝄞\\\"")).isEqualTo("/tmp/ä € 𝄞\\\"");
  }

  @Test
  @DisplayName("cannot steer the terminal, break the line, or turn its direction")
  void steering() {
    assertThat(Printable.of("\u001b[2J")).isEqualTo("\\u001b[2J");
    assertThat(Printable.of("a\nb\rc\u0085d\u2028e"))
        .isEqualTo("a\\u000ab\\u000dc\\u0085d\\u2028e");
    assertThat(Printable.of("\u202egpj.exe")).isEqualTo("\\u202egpj.exe");
    assertThat(Printable.of("\ud834")).isEqualTo("\\ud834");
  }
}
