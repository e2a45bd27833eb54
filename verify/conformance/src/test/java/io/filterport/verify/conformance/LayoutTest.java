package io.filterport.verify.conformance;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The headers, byte by byte, read and written without the library's own classes. */
@EachWorld
class LayoutTest {
  private final World world;
  private final Link link;

  LayoutTest(WorldKind kind) {
    world = World.withPort(kind, 1);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static ByteBuffer littleEndian(MemorySegment segment) {
    return ByteBuffer.wrap(Buffers.bytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static MemorySegment reply(int status, int padding, long id, byte... payload) {
    ByteBuffer reply = ByteBuffer.allocate(16 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    reply.putInt(0, status).putInt(4, padding).putLong(8, id).put(16, payload);
    return Buffers.of(reply);
  }

  @Test
  @DisplayName("LAY-01, LAY-03, LAY-04: reply length at 0, zeros at 4, id at 8, payload at 16")
  void messageHeader() {
    Get get = link.get(64);
    Background<SendResult> sender =
        Background.of(
            () ->
                link.client()
                    .send(Buffers.of(new byte[] {7, 8, 9}), Buffers.allocate(5), Link.LONG));
    ByteBuffer message = littleEndian(get.await().buffer);
    assertThat(message.getInt(0)).isEqualTo(16 + 5);
    assertThat(message.getInt(4)).isZero();
    assertThat(message.slice(16, 3)).isEqualTo(ByteBuffer.wrap(new byte[] {7, 8, 9}));
    link.port().reply(reply(0, 0, message.getLong(8)));
    assertThat(sender.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 0));
  }

  @Test
  @DisplayName("LAY-02, LAY-04: status at 0, any padding at 4, id at 8, payload at 16")
  void replyHeader() {
    for (int padding : new int[] {0, 0xDEADBEEF}) {
      Get get = link.get();
      MemorySegment answer = Buffers.allocate(4);
      Background<SendResult> sender = link.asking("x", answer, Link.LONG);
      long id = get.header().messageId();
      link.port().reply(reply(0xC0000022, padding, id, (byte) 'o', (byte) 'k'));
      assertThat(sender.result())
          .isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.ACCESS_DENIED, 2));
      assertThat(Buffers.bytes(answer)).containsExactly('o', 'k', 0, 0);
    }
  }

  @Test
  @DisplayName("LAY-05: a get has 16 bytes and the payload; those past them stay as they are")
  void pastTheMessage() {
    for (int room : new int[] {0, 1, 43}) {
      Get get = link.get(21 + room);
      link.tell("12345", Timeout.poll());
      assertThat(get.text()).isEqualTo("12345");
      assertThat(get.overlapped.result()).isEqualTo(21);
      MemorySegment rest = get.buffer.asSlice(21);
      assertThat(Buffers.bytes(rest)).hasSize(room).containsOnly(cc(room));
    }
  }

  private static byte[] cc(int count) {
    return count == 0 ? new byte[0] : new byte[] {(byte) 0xCC};
  }

  @Test
  @DisplayName("LAY-04, LAY-05: nothing of a message before is left in a shorter one's place")
  void nothingLeft() {
    Get first = link.get(1000);
    byte[] full = new byte[984];
    Arrays.fill(full, (byte) 0xFF);
    link.tell(full, Timeout.poll());
    assertThat(first.payload()).isEqualTo(full);
    Get second = link.get(1000);
    link.tell("x", Timeout.poll());
    assertThat(second.text()).isEqualTo("x");
    assertThat(littleEndian(second.buffer).getInt(4)).isZero();
    assertThat(Buffers.bytes(second.buffer.asSlice(17))).containsOnly(0xCC);
  }

  @Test
  @DisplayName("LAY-06: reply length is 16 and the capacity, 16 for none, 0 without a reply")
  void replyLength() {
    for (int capacity : new int[] {100, 1, 0}) {
      Get get = link.get();
      link.client().send(Buffers.utf8("x"), Buffers.allocate(capacity), Timeout.poll());
      assertThat(get.header().replyLength()).isEqualTo(16 + capacity);
      assertThat(get.header().messageId()).isNotZero();
    }
    Get none = link.get();
    link.tell("x", Timeout.poll());
    assertThat(none.header().replyLength()).isZero();
  }

  @Test
  @DisplayName("LAY-06: a capacity of up to 0x7FFFFFEF is told as it is, a longer one as that")
  void longestCapacity(@TempDir Path dir) throws IOException {
    for (long beyond : new long[] {-1, 0, 1, 1L << 32}) {
      try (Arena arena = Arena.ofShared();
          FileChannel file = FileChannel.open(dir.resolve("sparse"), CREATE, READ, WRITE)) {
        MemorySegment answer = file.map(MapMode.READ_WRITE, 0, 0x7FFFFFEFL + beyond, arena);
        Get get = link.get();
        Background<SendResult> sender = link.asking("x", answer, Link.LONG);
        int told = get.header().replyLength();
        assertThat(told).isEqualTo((int) Math.min(0x7FFFFFFFL, 0x7FFFFFFFL + beyond));
        get.reply("abc");
        assertThat(sender.result().replyLength()).isEqualTo(3);
        assertThat(Buffers.bytes(answer.asSlice(0, 4))).containsExactly('a', 'b', 'c', 0);
        answer.set(ValueLayout.JAVA_INT, 0, 0);
      }
    }
  }

  @Test
  @DisplayName("LAY-07: messages without a reply carry no id, before and after one with a reply")
  void noId() {
    Get first = link.get();
    link.tell("x", Timeout.poll());
    Get asked = link.get();
    link.client().send(Buffers.utf8("x"), Buffers.allocate(0), Timeout.poll());
    Get last = link.get();
    link.tell("x", Timeout.poll());
    assertThat(first.header().messageId()).isZero();
    assertThat(asked.header().messageId()).isNotZero();
    assertThat(last.header().messageId()).isZero();
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
  @DisplayName("LAY-09, LAY-10: 24 bytes against a capacity of 1 overflow, so do 18, and 17 fit")
  void paddingTrap() {
    for (int payload : new int[] {8, 2}) {
      Get padded = link.get();
      Background<SendResult> sender = link.asking("x", Buffers.allocate(1), Link.LONG);
      long id = padded.header().messageId();
      assertThat(Failures.status(() -> link.port().reply(reply(0, 0, id, new byte[payload]))))
          .isEqualTo(NtStatus.BUFFER_OVERFLOW);
      assertThat(sender.result())
          .isEqualTo(new SendResult(Outcome.REPLY_TRUNCATED, NtStatus.BUFFER_OVERFLOW, 1));
    }
    Get exact = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(1), Link.LONG);
    MemorySegment reply = Buffers.allocate(17);
    new ReplyHeader(NtStatus.SUCCESS, exact.header().messageId()).write(reply);
    link.port().reply(reply);
    assertThat(sender.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 1));
  }

  @Test
  @DisplayName("MAP-13: payloads are bytes, any and as many as were given, in all four directions")
  void payloads() {
    byte[] all = new byte[257];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    world.onMessage =
        (cookie, call) -> {
          call.output().copyFrom(call.input());
          call.setReturnLength((int) call.input().byteSize());
          return NtStatus.SUCCESS;
        };
    MemorySegment output = Buffers.allocate(all.length);
    assertThat(link.port().send(Buffers.of(all), output)).isEqualTo(all.length);
    assertThat(Buffers.bytes(output)).isEqualTo(all);
    Get get = link.get(16 + all.length);
    MemorySegment answer = Buffers.allocate(all.length);
    Background<SendResult> sender =
        Background.of(() -> link.client().send(Buffers.of(all), answer, Link.LONG));
    assertThat(get.payload()).isEqualTo(all);
    link.reply(get.header().messageId(), NtStatus.SUCCESS, get.payload());
    assertThat(sender.result().replyLength()).isEqualTo(all.length);
    assertThat(Buffers.bytes(answer)).isEqualTo(all);
  }
}
