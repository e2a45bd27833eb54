package io.filterport.layout;

import static io.filterport.layout.Samples.A_MIXED;
import static io.filterport.layout.Samples.A_MIXED_PACKED;
import static io.filterport.layout.Samples.A_NAMED;
import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.layout.Samples.AvNotification;
import io.filterport.layout.Samples.FilterReplyHeader;
import io.filterport.layout.Samples.Named;
import io.filterport.layout.Samples.PackedReply;
import io.filterport.layout.Samples.PaddedReply;
import io.filterport.layout.Samples.ScanNotification;
import io.filterport.layout.Samples.Verdict;
import io.filterport.layout.Samples.WholeMessage;
import io.filterport.layout.Samples.WholeReply;
import io.filterport.layout.Samples.WholeText;
import io.filterport.layout.Samples.Wide;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bytes that are written down here, by hand. */
class MessageLayoutTest {
  /** The record lies in exactly these bytes, and comes back out of them. */
  private static <T extends Record> void check(MessageLayout<T> layout, T value, String... hex) {
    byte[] bytes = bytes(hex);
    assertThat(Buffers.bytes(layout.encode(value))).isEqualTo(bytes);
    assertThat(layout.read(Buffers.of(bytes))).usingRecursiveComparison().isEqualTo(value);
  }

  private static byte[] bytes(String... hex) {
    return HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
  }

  @Test
  @DisplayName("scanner's notification: 4, 4 and 1024 bytes")
  void scannerNotification() {
    byte[] contents = new byte[1024];
    contents[0] = 'M';
    contents[1023] = 'Z';
    assertThat(Samples.SCAN_NOTIFICATION.size()).isEqualTo(1032);
    check(
        Samples.SCAN_NOTIFICATION,
        new ScanNotification(2, 0, contents),
        "02000000 00000000 4D",
        "00".repeat(1022),
        "5A");
  }

  @Test
  @DisplayName("LAY-10: scanner's answer is one byte")
  void verdict() {
    check(Samples.VERDICT, new Verdict(true), "01");
    check(Samples.VERDICT, new Verdict(false), "00");
  }

  @Test
  @DisplayName("a BOOLEAN is true unless it is zero, as C has it")
  void everyOtherByteIsTrue() {
    assertThat(Samples.VERDICT.read(Buffers.of((byte) 2)).safeToOpen()).isTrue();
    assertThat(Samples.VERDICT.read(Buffers.of((byte) 0x80)).safeToOpen()).isTrue();
  }

  @Test
  @DisplayName("avscan's notification: 4 bytes of padding behind the last field")
  void avscanNotification() {
    check(
        Samples.AV_NOTIFICATION,
        new AvNotification(1, 2, 3, 4),
        "01000000 02000000 0300000000000000 04000000 00000000");
  }

  @Test
  @DisplayName("LAY-09: header and BOOLEAN have 24 bytes, packed 17")
  void paddingTrap() {
    FilterReplyHeader header = new FilterReplyHeader(0, 5);
    String headerBytes = "00000000 00000000 0500000000000000";
    check(Samples.PADDED_REPLY, new PaddedReply(header, true), headerBytes, "01 00000000000000");
    check(Samples.PACKED_REPLY, new PackedReply(header, true), headerBytes, "01");
  }

  @Test
  @DisplayName("LAY-09, LAY-10: of a whole reply 17 bytes count, not those of C's sizeof")
  void wholeReply() {
    ReplyHeader header = new ReplyHeader(NtStatus.SUCCESS, 5);
    check(
        Samples.WHOLE_REPLY, new WholeReply(header, true), "00000000 00000000 0500000000000000 01");
    assertThat(Samples.WHOLE_REPLY.size()).isEqualTo(17);
  }

  @Test
  @DisplayName("LAY-09, LAY-10: the payload of a whole message keeps its own padding, as by itself")
  void wholeMessage() {
    String headerBytes = "11000000 00000000 0500000000000000";
    MessageHeader header = new MessageHeader(17, 5);
    check(
        Samples.WHOLE_MESSAGE,
        new WholeMessage(header, 2, true),
        headerBytes,
        "02000000 01 000000");
    check(
        Samples.WHOLE_TEXT,
        new WholeText(header, 2, new char[] {'a'}),
        headerBytes,
        "02000000 6100");
  }

  @Test
  @DisplayName("each field at the next multiple of its size")
  void natural() {
    check(
        Samples.MIXED,
        A_MIXED,
        "81 00 8283 01 000000 84858687 AC20 0000 88898A8B8C8D8E8F",
        "0000C03F 00000000 00000000000004C0");
  }

  @Test
  @DisplayName("packed: no padding, fields at odd places")
  void packed() {
    check(
        Samples.MIXED_PACKED,
        A_MIXED_PACKED,
        "81 8283 01 84858687 AC20 88898A8B8C8D8E8F 0000C03F 00000000000004C0");
  }

  @Test
  @DisplayName("a structure inside, arrays, a text; the whole as the strictest field")
  void nested() {
    check(
        Samples.OPENED,
        Samples.AN_OPENED,
        "07 00000000000000",
        "01000000 00000000 0200000000000000",
        "0300 0400 0500 0000",
        "06000000 00000000 0700000000000000 08000000 00000000 0900000000000000",
        "6100 AC20 0000 0000 0000",
        "01 00 01",
        "000000");
  }

  @Test
  @DisplayName("packed: what is inside keeps its own padding")
  void nestedInPacked() {
    check(
        Samples.OPENED_PACKED,
        Samples.AN_OPENED_PACKED,
        "07 01000000 00000000 0200000000000000 6100 6200 6300 6400 0000");
  }

  @Test
  @DisplayName("a flexible array takes what is left, and no padding follows it")
  void flexible() {
    assertThat(Samples.NAMED.size()).isEqualTo(8);
    check(Samples.NAMED, A_NAMED, "01000000 00000000 2F6574632F");
    check(Samples.NAMED, new Named(1, 0, new byte[0]), "01000000 00000000");
    check(Samples.WIDE, new Wide(1, new char[] {'a', 0x20AC}), "0100000000000000 6100 AC20");
  }

  @Test
  @DisplayName("a text ends at its first zero, or where its room ends")
  void text() {
    assertThat(text("6100 0000 6200 6300 6400")).isEqualTo("a");
    assertThat(text("6100 6200 6300 6400 6500")).isEqualTo("abcde");
    assertThat(text("0000 0000 0000 0000 0000")).isEmpty();
    assertThat(text("3DD8 0000 0000 0000 0000")).isEqualTo("\uD83D");
  }

  private static String text(String units) {
    String before = "07 01000000 00000000 0200000000000000";
    return Samples.OPENED_PACKED.read(Buffers.of(bytes(before, units))).name();
  }

  @Test
  @DisplayName("padding is written as zeros over whatever was there, and ignored when read")
  void padding() {
    MemorySegment message = Buffers.allocate(Samples.MIXED.size());
    message.fill((byte) 0xCC);
    Samples.MIXED.write(A_MIXED, message);
    assertThat(message.mismatch(Samples.MIXED.encode(A_MIXED))).isEqualTo(-1);
    for (int offset : new int[] {1, 5, 6, 7, 14, 15, 28, 29, 30, 31}) {
      message.asSlice(offset, 1).fill((byte) 0xCC);
    }
    assertThat(Samples.MIXED.read(message)).isEqualTo(A_MIXED);
  }

  @Test
  @DisplayName("native memory at an odd address, and read-only memory to read from")
  void anywhere() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment odd = arena.allocate(64, 8).asSlice(1, Samples.MIXED.size());
      Samples.MIXED.write(A_MIXED, odd);
      assertThat(Samples.MIXED.read(odd.asReadOnly())).isEqualTo(A_MIXED);
    }
  }

  @Test
  @DisplayName("a layout tells its name in C and its size")
  void tellsItsSize() {
    assertThat(Samples.AV_NOTIFICATION).hasToString("AV_NOTIFICATION of 24 bytes");
    assertThat(Samples.NAMED).hasToString("NAMED of 8 bytes and more");
  }
}
