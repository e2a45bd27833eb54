package io.filterport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The api alone, without the modules that bring a world. */
class WorldsTest {
  private static void assertMissing(ThrowingCallable call, String module) {
    FilterPortException failure = catchThrowableOfType(FilterPortException.class, call);
    assertThat(failure.status()).isEqualTo(NtStatus.NOT_SUPPORTED);
    assertThat(failure.advice()).contains(module);
  }

  @Test
  @DisplayName("a module that is missing is named, each time that it is asked for")
  void missing() {
    for (int i = 0; i < 2; i++) {
      assertMissing(Worlds::engine, "io.filterport.engine");
      assertMissing(Worlds::socket, "io.filterport.ipc");
    }
  }
}
