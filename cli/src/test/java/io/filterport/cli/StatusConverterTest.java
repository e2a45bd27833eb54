package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.NtStatus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

@DisplayName("a status on the command line")
class StatusConverterTest {
  private final StatusConverter converter = new StatusConverter();

  @ParameterizedTest
  @ValueSource(strings = {"0xc0000022", "0xC0000022", "3221225506", "-1073741790"})
  @DisplayName("is a number, signed or not, decimal or hexadecimal")
  void number(String text) {
    assertThat(converter.convert(text)).isEqualTo(NtStatus.ACCESS_DENIED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "denied", "0x100000000", "-2147483649"})
  @DisplayName("is refused if it is none, or has more than 32 bits")
  void wrong(String text) {
    assertThatThrownBy(() -> converter.convert(text)).isInstanceOf(TypeConversionException.class);
  }
}
