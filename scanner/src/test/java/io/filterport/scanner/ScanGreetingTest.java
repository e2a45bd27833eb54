package io.filterport.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanGreetingTest {
  private static MemorySegment hex(String bytes) {
    return Buffers.of(HexFormat.of().parseHex(bytes));
  }

  @Test
  void itIsFourBytes() {
    assertThat(new ScanGreeting(true).encode().mismatch(hex("01000000"))).isEqualTo(-1);
    assertThat(new ScanGreeting(false).encode().mismatch(hex("00000000"))).isEqualTo(-1);
    assertThat(ScanGreeting.decode(hex("01000000")).smallInside()).isTrue();
    assertThat(ScanGreeting.decode(hex("00000000")).smallInside()).isFalse();
    assertThat(ScanGreeting.decode(hex("")).smallInside()).as("none").isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"02000000", "03000000", "00000080", "01", "0100000000"})
  void anythingElseIsNone(String bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> ScanGreeting.decode(hex(bytes)));
  }

  @Test
  void aServiceThatGreetsWithAnythingElseIsRefused() {
    try (Guard guard = new Guard(0)) {
      ConnectOptions options = ConnectOptions.withContext(hex("02000000"));
      assertThatThrownBy(() -> FilterPort.connect(guard.space, ScannerFilter.PORT, options))
          .isInstanceOfSatisfying(
              FilterPortException.class,
              e -> assertThat(e.status()).isEqualTo(NtStatus.INVALID_PARAMETER));
    }
  }
}
