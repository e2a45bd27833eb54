package io.filterport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The two headers as bytes. */
class HeaderTest {
  private static final String ID = "8877665544332211";
  private static final long ID_VALUE = 0x1122334455667788L;

  private static MemorySegment filled(int bytes) {
    MemorySegment memory = Buffers.allocate(bytes);
    memory.fill((byte) 0xCC);
    return memory;
  }

  private static String hex(MemorySegment memory) {
    return HexFormat.of().formatHex(Buffers.bytes(memory));
  }

  private static MemorySegment bytes(String hex) {
    return Buffers.of(HexFormat.of().parseHex(hex));
  }

  @Test
  @DisplayName("LAY-01, LAY-03, LAY-04: a message's header, little endian, its padding zero")
  void message() {
    MemorySegment memory = filled(18);
    new MessageHeader(0x01020304, ID_VALUE).write(memory);
    assertThat(hex(memory)).isEqualTo("04030201" + "00000000" + ID + "cccc");
    assertThat(MessageHeader.SIZE).isEqualTo(16);
    MemorySegment padded = bytes("04030201" + "ffffffff" + ID);
    assertThat(MessageHeader.read(padded)).isEqualTo(new MessageHeader(0x01020304, ID_VALUE));
  }

  @Test
  @DisplayName("LAY-02, LAY-03, LAY-04: a reply's header, little endian, its padding ignored")
  void reply() {
    MemorySegment memory = filled(18);
    new ReplyHeader(NtStatus.ACCESS_DENIED, ID_VALUE).write(memory);
    assertThat(hex(memory)).isEqualTo("220000c0" + "00000000" + ID + "cccc");
    assertThat(ReplyHeader.SIZE).isEqualTo(16);
    MemorySegment padded = bytes("220000c0" + "deadbeef" + ID);
    assertThat(ReplyHeader.read(padded))
        .isEqualTo(new ReplyHeader(NtStatus.ACCESS_DENIED, ID_VALUE));
  }

  @Test
  @DisplayName("LAY-01, LAY-02: 16 bytes at any address are enough, 15 are not")
  void room() {
    MemorySegment odd = filled(17).asSlice(1);
    new MessageHeader(-1, -1).write(odd);
    assertThat(MessageHeader.read(odd)).isEqualTo(new MessageHeader(-1, -1));
    new ReplyHeader(new NtStatus(-1), -1).write(odd);
    assertThat(ReplyHeader.read(odd)).isEqualTo(new ReplyHeader(new NtStatus(-1), -1));
    MemorySegment small = filled(15);
    assertThatThrownBy(() -> MessageHeader.read(small))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> ReplyHeader.read(small)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  @DisplayName("LAY-06: 0 expects no reply, 16 one of a header alone, 17 one of a byte")
  void replyLength() {
    MessageHeader none = new MessageHeader(0, 0);
    assertThat(none.replyExpected()).isFalse();
    assertThat(none.replyCapacity()).isZero();
    MessageHeader empty = new MessageHeader(16, 1);
    assertThat(empty.replyExpected()).isTrue();
    assertThat(empty.replyCapacity()).isZero();
    assertThat(new MessageHeader(17, 1).replyCapacity()).isEqualTo(1);
  }
}
