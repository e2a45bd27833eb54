package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.filter.PortAttributes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a geometry may say: a client reads it from memory that the host wrote. */
class ConnectionLayoutTest {
  private static final int LARGEST = PortAttributes.LARGEST_MAX_MESSAGE_BYTES;

  private final MemorySegment host = MemorySegment.ofArray(new long[512]);

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -64, 0, 1, 63, 65, 96, 1023, 1025, 1088})
  void slotsThatNoTableHas(int slots) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConnectionLayout(slots, 1))
        .withMessageContaining("slots=" + slots);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, LARGEST + 1, Integer.MAX_VALUE})
  @DisplayName("KSM-07: a maximum that no port has")
  void maximumThatNoPortHas(int maximum) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConnectionLayout(64, maximum))
        .withMessageContaining("messages of up to " + maximum + " bytes");
  }

  @Test
  void theLeastAndTheMostAreReadAsTheyWereWritten() {
    for (ConnectionLayout layout :
        new ConnectionLayout[] {new ConnectionLayout(64, 1), new ConnectionLayout(1024, LARGEST)}) {
      layout.write(host);
      assertThat(ConnectionLayout.read(host)).isEqualTo(layout);
    }
  }

  @Test
  void memoryOfAnotherVersionIsRefused() {
    ConnectionLayout.of(1).write(host);
    long magic = host.get(ValueLayout.JAVA_LONG, 0);
    host.set(ValueLayout.JAVA_LONG, 0, magic + 1);
    assertThatExceptionOfType(FilterPortException.class)
        .isThrownBy(() -> ConnectionLayout.read(host))
        .withMessageContaining("0x" + Long.toHexString(magic + 1))
        .matches(e -> e.status().equals(NtStatus.UNKNOWN_REVISION));
  }

  @Test
  void nothingLiesOnAnything() {
    ConnectionLayout layout = new ConnectionLayout(128, 5000);
    long records = 128L * 8192;
    long tables = 2L * (1024 + 128 * 128 + 3072);
    assertThat(layout.hostRecords(0)).isEqualTo(4096);
    assertThat(layout.hostRecords(1)).isEqualTo(4096 + records);
    assertThat(layout.hostBytes()).isEqualTo(4096 + 2 * records);
    assertThat(layout.commonRecords(0)).isEqualTo(tables);
    assertThat(layout.commonRecords(1)).isEqualTo(tables + records);
    assertThat(layout.commonBytes()).isEqualTo(tables + 2 * records);
  }
}
