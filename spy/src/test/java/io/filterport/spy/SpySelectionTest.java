package io.filterport.spy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.volume.FileOperation.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The context of a client's connect, byte by byte. */
class SpySelectionTest {
  private static final String BYTES = "01000000 09000000 3930000000000000 455845432c4f50454e 2f2a";

  private static MemorySegment hex(String text) {
    return Buffers.of(HexFormat.of().parseHex(text.replace(" ", "")));
  }

  private static void refused(MemorySegment context, NtStatus status) {
    assertThatExceptionOfType(FilterPortException.class)
        .isThrownBy(() -> SpySelection.decode(context))
        .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(status));
  }

  @Test
  void itHasItsLayout() {
    SpySelection selection = new SpySelection(Set.of(Kind.OPEN, Kind.EXEC), 12345, "/*");
    assertThat(Buffers.bytes(selection.encode())).isEqualTo(Buffers.bytes(hex(BYTES)));
    assertThat(SpySelection.decode(hex(BYTES))).isEqualTo(selection);
  }

  @Test
  void everyKindComesBack() {
    SpySelection selection = new SpySelection(EnumSet.allOf(Kind.class), 0, "**ä");
    assertThat(SpySelection.decode(selection.encode())).isEqualTo(selection);
  }

  @Test
  void noContextAsksForEverything() {
    assertThat(SpySelection.decode(Buffers.allocate(0))).isEqualTo(SpySelection.EVERYTHING);
    assertThat(SpySelection.decode(SpySelection.EVERYTHING.encode()))
        .isEqualTo(SpySelection.EVERYTHING);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 0c, INVALID_PARAMETER", // kinds over the end
    "7, 80, INVALID_PARAMETER", // of a negative length
    "4, 08, INVALID_PARAMETER", // of half a name
    "16, 65, INVALID_PARAMETER", // of a name that there is not
    "4, 0a, INVALID_PARAMETER", // and of another
  })
  void aWrongByteIsNoticed(int position, String value) {
    MemorySegment context = hex(BYTES);
    MemorySegment.copy(hex(value), 0, context, position, 1);
    refused(context, NtStatus.INVALID_PARAMETER);
  }

  @Test
  void anotherFormatIsRefusedAsSuch() {
    refused(hex("02000000 00000000 0000000000000000"), NtStatus.UNKNOWN_REVISION);
  }

  @Test
  void aContextThatIsTooShortIsNone() {
    refused(hex("01000000 00000000 00000000000000"), NtStatus.INVALID_PARAMETER);
  }

  @Test
  void aPatternMayHave256Characters() {
    String longest = "/".repeat(256);
    assertThat(new SpySelection(Set.of(), 0, longest).path()).isEqualTo(longest);
    MemorySegment tooLong = Buffers.allocate(16 + 257);
    tooLong.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
    refused(tooLong, NtStatus.NAME_TOO_LONG);
  }
}
