package io.filterport.spy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.spy.SpyRecord.Lost;
import io.filterport.spy.SpyRecord.Operation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two halves of the spy say to each other, byte by byte. */
class SpyMessagesTest {
  private static final Operation EXEC =
      new Operation(
          0x0102,
          Instant.ofEpochSecond(1, 5),
          "EXEC",
          "/bin/ls",
          Optional.empty(),
          false,
          0x44,
          12345,
          1000,
          NtStatus.ACCESS_DENIED);

  private static final String EXEC_BYTES =
      "50000000 01000000 0201000000000000 05ca9a3b00000000 4400000000000000"
          + "3930000000000000 e803000000000000 07000000 0400 01 00 220000c0 00000000"
          + "45584543 2f62696e2f6c73 0000000000";

  private static final String LOST_BYTES = "10000000 02000000 0700000000000000";

  private static MemorySegment hex(String text) {
    return Buffers.of(HexFormat.of().parseHex(text.replace(" ", "")));
  }

  private static Operation withPath(String path) {
    return of(path, Optional.empty(), false);
  }

  private static Operation of(String path, Optional<String> targetPath, boolean cut) {
    return new Operation(1, Instant.EPOCH, "RENAME", path, targetPath, cut, 0, -1, -1, null);
  }

  private static SpyRecord there(Operation operation) {
    return SpyMessages.decode(Buffers.of(SpyMessages.encode(operation))).getFirst();
  }

  @Test
  void anOperationHasItsLayout() {
    assertThat(SpyMessages.encode(EXEC)).isEqualTo(Buffers.bytes(hex(EXEC_BYTES)));
    assertThat(SpyMessages.decode(hex(EXEC_BYTES))).containsExactly(EXEC);
  }

  @Test
  void aLossHasItsLayout() {
    assertThat(SpyMessages.encode(new Lost(7))).isEqualTo(Buffers.bytes(hex(LOST_BYTES)));
    assertThat(SpyMessages.decode(hex(LOST_BYTES))).containsExactly(new Lost(7));
  }

  @Test
  void theCommandHasItsLayoutAndWhatFollowsIsPassedOver() {
    SpyMessages.SpyRequest getLog = new SpyMessages.SpyRequest(SpyMessages.GET_LOG);
    assertThat(Buffers.bytes(SpyMessages.COMMAND.encode(getLog))).containsExactly(1, 0, 0, 0);
    assertThat(SpyMessages.command(hex("0100000099"))).contains(getLog);
    assertThat(SpyMessages.command(hex("010000"))).isEmpty();
  }

  @Test
  void recordsLieBehindEachOtherAndUnknownTypesArePassedOver() {
    String unknown = "10000000 03000000 ffffffffffffffff";
    assertThat(SpyMessages.decode(hex(LOST_BYTES + unknown + EXEC_BYTES + LOST_BYTES)))
        .containsExactly(new Lost(7), EXEC, new Lost(7));
    assertThat(SpyMessages.decode(hex(""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/1234567", "/tmp/ä€𝄞"})
  void everyLengthIsAMultipleOfEight(String path) {
    assertThat(SpyMessages.encode(withPath(path)).length % 8).isZero();
    assertThat(there(withPath(path))).isEqualTo(withPath(path));
  }

  @Test
  void theLongestRecordIsAsLongAsThePageSays() {
    Operation longest = of("a".repeat(9000), Optional.of("b".repeat(9000)), false);
    assertThat(SpyMessages.encode(longest)).hasSizeLessThanOrEqualTo(8272);
  }

  @Test
  void aKindThatTheClientDoesNotKnowIsTold() {
    Operation melt =
        new Operation(
            1,
            Instant.EPOCH,
            "MELT",
            "/ice",
            Optional.empty(),
            false,
            0,
            -1,
            0xFFFF_FFFEL,
            NtStatus.SUCCESS);
    assertThat(there(melt)).isEqualTo(melt);
  }

  @ParameterizedTest
  @CsvSource({"a, 4097, 4096", "ä, 2049, 2048", "€, 1366, 1365", "𝄞, 1025, 1024"})
  void aLongPathIsCutBetweenCharactersAndSaysSo(String character, int times, int told) {
    Operation cut = of(character.repeat(told), Optional.empty(), true);
    assertThat(there(withPath(character.repeat(times)))).isEqualTo(cut);
    Operation renamed = of("/a", Optional.of(character.repeat(times)), false);
    assertThat(there(renamed)).isEqualTo(of("/a", Optional.of(character.repeat(told)), true));
    assertThat(there(withPath("a".repeat(4096)))).isEqualTo(withPath("a".repeat(4096)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 58", // longer than the answer
    "0, 48", // so that half a record follows
    "0, 07", // not even a head
    "0, 30", // no room for the fields
    "3, 80", // a negative length
    "48, 0d", // a path over the end
    "51, 80", // a negative one
    "52, 0a", // a kind that leaves no room for the path
    "53, 80", // a negative one
    "60, 06", // a new path over the end
    "63, 80", // a negative one
  })
  void aWrongByteIsNoticed(int position, String value) {
    MemorySegment answer = hex(EXEC_BYTES);
    MemorySegment.copy(hex(value), 0, answer, position, 1);
    assertThatThrownBy(() -> SpyMessages.decode(answer)).isInstanceOf(FilterPortException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 63, 79})
  void anAnswerThatIsCutIsNone(int length) {
    MemorySegment answer = hex(EXEC_BYTES).asSlice(0, length);
    assertThatThrownBy(() -> SpyMessages.decode(answer)).isInstanceOf(FilterPortException.class);
  }

  @Test
  void thePageShowsTheseLayouts() throws IOException {
    String page = Files.readString(Path.of("../docs/spy.md"));
    assertThat(page)
        .contains(structure(SpyMessages.COMMAND.toCHeader()))
        .contains(structure(SpyMessages.OPERATION.toCHeader()))
        .contains(structure(SpyMessages.LOST.toCHeader()))
        .contains(structure(SpySelection.CONTEXT.toCHeader()));
  }

  private static String structure(String header) {
    String end = "}";
    int begin = header.indexOf("typedef struct");
    int after = header.indexOf('\n', header.indexOf(end, begin));
    return header.substring(begin, after);
  }
}
