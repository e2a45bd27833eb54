package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an error of a get advises. */
class GetFailuresTest {
  static Stream<Arguments> advices() {
    return Stream.of(
        Arguments.of(NtStatus.BUFFER_TOO_SMALL, "a buffer of 40 bytes, 16 of them for the header"),
        Arguments.of(NtStatus.CANCELLED, "was cancelled or its thread interrupted"),
        Arguments.of(NtStatus.PENDING, "Wait for its event first."),
        Arguments.of(NtStatus.ACCESS_VIOLATION, "memory was freed before the get was complete"),
        Arguments.of(NtStatus.PORT_DISCONNECTED, "close the port and connect again"));
  }

  @ParameterizedTest
  @MethodSource("advices")
  void saysWhatToTry(NtStatus status, String advice) {
    FilterPortException failure = GetFailures.of("getting", status, 40);
    assertThat(failure.advice()).contains(advice);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.what()).isEqualTo("getting");
  }
}
