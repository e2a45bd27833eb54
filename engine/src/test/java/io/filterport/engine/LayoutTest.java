package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.engine.Link.Get;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The headers, byte by byte, read without the library's own classes. */
class LayoutTest {
  private final World world = World.withPort(1);
  private final Link link = world.link();

  @AfterEach
  void close() {
    world.close();
  }

  private static ByteBuffer littleEndian(MemorySegment segment) {
    return ByteBuffer.wrap(Buffers.bytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  @DisplayName("LAY-01, LAY-03, LAY-04: reply length at 0, zeros at 4, id at 8, payload at 16")
  void messageHeader() {
    Get get = link.get(64);
    link.client().send(Buffers.of(new byte[] {7, 8, 9}), Buffers.allocate(5), Timeout.poll());
    ByteBuffer message = littleEndian(get.await().buffer);
    assertThat(message.getInt(0)).isEqualTo(16 + 5);
    assertThat(message.getInt(4)).isZero();
    assertThat(message.getLong(8)).isEqualTo(1);
    assertThat(message.slice(16, 3)).isEqualTo(ByteBuffer.wrap(new byte[] {7, 8, 9}));
  }

  @Test
  @DisplayName("LAY-02, LAY-04: status at 0, any padding at 4, id at 8, payload at 16")
  void replyHeader() {
    Get get = link.get();
    MemorySegment answer = Buffers.allocate(4);
    Background<SendResult> sender = link.asking("x", answer, Link.LONG);
    ByteBuffer reply = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
    reply.putInt(0, 0xC0000022).putInt(4, 0xDEADBEEF).putLong(8, get.header().messageId());
    reply.put(16, (byte) 'o').put(17, (byte) 'k');
    link.port().reply(Buffers.of(reply));
    assertThat(sender.result())
        .isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.ACCESS_DENIED, 2));
    assertThat(Buffers.bytes(answer)).startsWith('o', 'k');
  }

  @Test
  @DisplayName("LAY-05: bytes of the getter's buffer past the message stay as they are")
  void pastTheMessage() {
    Get get = link.get(64);
    link.tell("12345", Timeout.poll());
    assertThat(get.await().overlapped.result()).isEqualTo(21);
    assertThat(Buffers.bytes(get.buffer.asSlice(21))).containsOnly(0xCC);
  }

  @Test
  @DisplayName("LAY-06: reply length is 16 and the capacity, 16 for none, 0 without a reply")
  void replyLength() {
    Get large = link.get();
    link.client().send(Buffers.utf8("x"), Buffers.allocate(100), Timeout.poll());
    Get empty = link.get();
    link.client().send(Buffers.utf8("x"), Buffers.allocate(0), Timeout.poll());
    Get none = link.get();
    link.tell("x", Timeout.poll());
    assertThat(large.header().replyLength()).isEqualTo(116);
    assertThat(empty.header().replyLength()).isEqualTo(16);
    assertThat(none.header().replyLength()).isZero();
    assertThat(none.header().messageId()).isZero();
  }

  @Test
  @DisplayName("LAY-08: the reply's header does not reach the filter")
  void headerStaysOutside() {
    Get get = link.get();
    MemorySegment answer = Buffers.allocate(3);
    Background<SendResult> sender = link.asking("x", answer, Link.LONG);
    get.reply("abc");
    assertThat(sender.result().replyLength()).isEqualTo(3);
    assertThat(Buffers.bytes(answer)).isEqualTo(Link.bytes("abc"));
  }

  @Test
  @DisplayName("LAY-09, LAY-10: 24 bytes against a capacity of 1 overflow, 17 fit")
  void paddingTrap() {
    Get padded = link.get();
    Background<SendResult> first = link.asking("x", Buffers.allocate(1), Link.LONG);
    long id = padded.header().messageId();
    assertThat(Failures.status(() -> link.reply(id, NtStatus.SUCCESS, new byte[8])))
        .isEqualTo(NtStatus.BUFFER_OVERFLOW);
    assertThat(first.result().status()).isEqualTo(NtStatus.BUFFER_OVERFLOW);
    Get exact = link.get();
    Background<SendResult> second = link.asking("x", Buffers.allocate(1), Link.LONG);
    MemorySegment reply = Buffers.allocate(17);
    new ReplyHeader(NtStatus.SUCCESS, exact.header().messageId()).write(reply);
    link.port().reply(reply);
    assertThat(second.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 1));
  }
}
