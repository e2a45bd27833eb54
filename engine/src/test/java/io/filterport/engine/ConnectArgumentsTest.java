package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connect says of arguments of which several are wrong. */
class ConnectArgumentsTest {
  private static final int OVERFLOW = 65512;
  private static final int INVALID = 65536;

  private final PortSpace space = PortSpace.embedded();

  private NtStatus connect(String name, int contextBytes) {
    return Failures.status(
        () ->
            FilterPort.connect(
                space, name, ConnectOptions.withContext(Buffers.allocate(contextBytes))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no backslash", "\\", "\\a\\b", "\\Missing"})
  @DisplayName("CON-01: a context of a wrong size is refused before the name is looked at")
  void contextBeforeName(String name) {
    assertThat(connect(name, 0)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(connect(name, INVALID)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(connect(name, OVERFLOW)).isEqualTo(NtStatus.INTEGER_OVERFLOW);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @DisplayName("CON-01, CON-03, NAM-08: no name is an invalid argument, before any context")
  void nameIsMissing(String name) {
    assertThat(connect(name, OVERFLOW)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(connect(name, 1)).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(Failures.status(() -> FilterPort.connect(space, name)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
  }

  @Test
  @DisplayName("CON-01: with a right context the name decides")
  void name() {
    assertThat(connect("no backslash", 1)).isEqualTo(NtStatus.OBJECT_PATH_SYNTAX_BAD);
    assertThat(connect("\\Missing", 1)).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
  }
}
