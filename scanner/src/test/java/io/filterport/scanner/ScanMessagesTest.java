package io.filterport.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.volume.FileOperation.Kind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two halves of the scanner say to each other, byte by byte. */
class ScanMessagesTest {
  private static final String REQUEST =
      "03000000 02000000 4400000000000000 39300000 e8030000 02000000 ffffffff 0500000000000000 2f66";
  private static final String WITH_CONTENT =
      "03000000 02000000 0300000000000000 39300000 e8030000 02000000 03000000 0500000000000000 2f66 414243";

  private static MemorySegment hex(String text) {
    return Buffers.of(HexFormat.of().parseHex(text.replace(" ", "")));
  }

  @Test
  void aRequestHasItsLayout() {
    ScanRequest request = new ScanRequest(Kind.EXEC, 68, 12345, 1000, "/f", 5);
    assertThat(Buffers.bytes(request.encode())).isEqualTo(Buffers.bytes(hex(REQUEST)));
    assertThat(ScanRequest.decode(hex(REQUEST))).isEqualTo(request);
  }

  @Test
  void aRequestMayHaveItsContentInIt() throws IOException {
    ScanRequest request = new ScanRequest(Kind.EXEC, 3, 12345, 1000, "/f", 5);
    byte[] content = {'A', 'B', 'C'};
    assertThat(Buffers.bytes(request.encode(content))).isEqualTo(Buffers.bytes(hex(WITH_CONTENT)));
    assertThat(ScanRequest.decode(hex(WITH_CONTENT))).isEqualTo(request);
    MemorySegment read = Buffers.allocate(4);
    try (Content inside = ScanRequest.content(hex(WITH_CONTENT)).orElseThrow()) {
      assertThat(inside.size()).isEqualTo(3);
      assertThat(inside.read(0, read)).isEqualTo(3);
    }
    assertThat(Buffers.bytes(read)).isEqualTo(new byte[] {'A', 'B', 'C', 0});
    assertThat(ScanRequest.content(hex(REQUEST))).isEmpty();
    assertThat(ScanRequest.content(request.encode(new byte[0]))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "28, 02", // a content that ends too early
    "28, 04", // one that goes on
    "28, ff", // and one that goes on for long
    "31, ff", // a negative length
    "24, 03", // a path that begins the content
  })
  void aContentOfAnotherLengthIsNone(int position, String value) {
    MemorySegment message = hex(WITH_CONTENT);
    MemorySegment.copy(hex(value), 0, message, position, 1);
    assertThatIllegalArgumentException().isThrownBy(() -> ScanRequest.decode(message));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = Mode.EXCLUDE,
      names = {"RENAME", "DELETE"})
  void requestsComeBack(Kind kind) {
    ScanRequest request = new ScanRequest(kind, 1L << 45, -1, -1, "/tmp/ä€𝄞", 5);
    assertThat(ScanRequest.decode(request.encode())).isEqualTo(request);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"RENAME", "DELETE"})
  void noServiceIsAskedAboutNames(Kind kind) {
    ScanRequest request = new ScanRequest(kind, 1, 2, 3, "/f", 5);
    assertThatIllegalArgumentException().isThrownBy(request::encode);
  }

  @Test
  void theHighestUserIsAUser() {
    ScanRequest request = new ScanRequest(Kind.OPEN, 0, 1, 0xFFFF_FFFEL, "", 5);
    assertThat(ScanRequest.decode(request.encode())).isEqualTo(request);
  }

  @Test
  void aLongPathIsCut() {
    ScanRequest request = new ScanRequest(Kind.OPEN, 0, 1, 1, "/".repeat(5000), 5);
    assertThat(ScanRequest.decode(request.encode()).path())
        .isEqualTo("/".repeat(ScanRequest.MAX_PATH));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 01", // another format
    "4, 05", // another kind
    "4, ff", // and another
    "24, 01", // a path that ends too early
    "24, 03", // one that goes on
    "27, 80", // a negative length
  })
  void aRequestWithAWrongByteIsNone(int position, String value) {
    MemorySegment message = hex(REQUEST);
    MemorySegment.copy(hex(value), 0, message, position, 1);
    assertThatIllegalArgumentException().isThrownBy(() -> ScanRequest.decode(message));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 39, 41})
  void aRequestThatIsCutIsNone(int length) {
    MemorySegment message = hex(REQUEST).asSlice(0, length);
    assertThatIllegalArgumentException().isThrownBy(() -> ScanRequest.decode(message));
  }

  @Test
  void aMessageAboutAScanHasItsLayout() {
    MemorySegment bytes = hex("01000000 00000000 0500000000000000");
    assertThat(Buffers.bytes(new StillWorking(5).encode())).isEqualTo(Buffers.bytes(bytes));
    assertThat(StillWorking.decode(bytes)).isEqualTo(new StillWorking(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01",
        "01000000 00000000 05000000000000",
        "01000000 00000000 0500000000000000 00",
        "02000000 00000000 0500000000000000",
        "01000000 01000000 0500000000000000",
      })
  void whatIsNoMessageAboutAScanIsNotBelieved(String bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> StillWorking.decode(hex(bytes)));
  }

  @Test
  void aReplyHasItsLayout() {
    ScanReply reply = new ScanReply(true, "Eva", "p1");
    MemorySegment bytes = hex("01000000 03000000 02000000 457661 7031");
    assertThat(Buffers.bytes(reply.encode())).isEqualTo(Buffers.bytes(bytes));
    assertThat(ScanReply.decode(bytes)).isEqualTo(reply);
    assertThat(ScanReply.decode(hex("00000000 00000000 00000000")))
        .isEqualTo(new ScanReply(false, "", ""));
  }

  @Test
  void aLongReasonIsCut() {
    String set = "s".repeat(ScanReply.MAX_SET);
    MemorySegment reply = new ScanReply(true, "r".repeat(1000), set).encode();
    assertThat(reply.byteSize()).isEqualTo(ScanReply.MAX_BYTES);
    assertThat(ScanReply.decode(reply).signatureSet()).isEqualTo(set);
    assertThat(ScanReply.decode(reply).reason()).isEqualTo("r".repeat(ScanReply.MAX_REASON));
  }

  /** Two sets with the same beginning are not the same. */
  @Test
  void aLongSignatureSetIsNotTold() {
    ScanReply reply = new ScanReply(false, "", "s".repeat(ScanReply.MAX_SET + 1));
    assertThat(ScanReply.decode(reply.encode()).signatureSet()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00000000 00000000 000000",
        "02000000 00000000 00000000",
        "07000000 00000000 00000000",
        "ffffffff 00000000 00000000",
        "01000000 02000000 00000000 41",
        "01000000 00000000 00000000 41",
        "01000000 01000000 01000000 41",
        "01000000 00000000 02000000 41",
        "01000000 ffffffff 00000000 41",
        "01000000 ffffffff 02000000 41",
        "01000000 00000080 00000000",
        "01000000 00000080 00000080",
      })
  void whatIsNoReplyIsNotBelieved(String bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> ScanReply.decode(hex(bytes)));
  }
}
