package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.WaitPolicy;
import io.filterport.filter.PortAttributes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The memory of a connection byte by byte, with the numbers of docs/protocol.md. */
class ProtocolBytesTest {
  private static final int SLOTS = 128;
  private static final int MAX_MESSAGE = 8064;
  private static final int STRIDE = 8192; // 8064 + 64
  private static final int TABLE = 20480; // 1024 + 128 * 128 is 17408, rounded up to 4096
  private static final int WORD = 1024;
  private static final int TICKET = 1032;
  private static final int MESSAGE = 1040;
  private static final int REPLY = 1056;
  private static final int MESSAGES_TO_SERVICE = 4096;
  private static final int REPLIES_TO_FILTER = 4096 + SLOTS * STRIDE;
  private static final int REPLIES_TO_SERVICE = 2 * TABLE;
  private static final int MESSAGES_TO_FILTER = 2 * TABLE + SLOTS * STRIDE;

  private static final ConnectionLayout LAYOUT = new ConnectionLayout(SLOTS, MAX_MESSAGE);
  private static final int COUNT = 5;

  /** Nobody sleeps in these tests. */
  private static final Sleep NO_SLEEP =
      new Sleep() {
        @Override
        public boolean sleep(MemorySegment segment, long offset, int expected, long nanos) {
          throw new AssertionError("sleep at " + offset);
        }

        @Override
        public void wake(MemorySegment segment, long offset) {
          throw new AssertionError("wake at " + offset);
        }

        @Override
        public void wakeAll(MemorySegment segment, long offset) {}
      };

  private final long[] hostLongs = new long[(int) (LAYOUT.hostBytes() / Long.BYTES)];
  private final long[] commonLongs = new long[(int) (LAYOUT.commonBytes() / Long.BYTES)];
  private final MappedMemory memory =
      new MappedMemory(
          LAYOUT, MemorySegment.ofArray(hostLongs), MemorySegment.ofArray(commonLongs), Pages.KEEP);

  private Halves side(boolean filter) {
    return Halves.mapped(
        filter,
        memory,
        NO_SLEEP,
        WaitPolicy.ADAPTIVE,
        reason -> {
          throw new AssertionError(reason);
        },
        "test");
  }

  private ByteBuffer host() {
    return bytes(memory.host());
  }

  private ByteBuffer common() {
    return bytes(memory.common());
  }

  private static ByteBuffer bytes(MemorySegment segment) {
    return ByteBuffer.wrap(Buffers.bytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static RecordingGetter offer(CalleeHalf callee, int capacity) {
    RecordingGetter getter = new RecordingGetter(capacity);
    assertThat(callee.offer(getter)).isTrue();
    return getter;
  }

  private CallOutcome ask(boolean filterSide, String text, MemorySegment reply) {
    return side(filterSide)
        .caller()
        .call(
            Buffers.utf8(text),
            reply != null,
            reply,
            null,
            Timeout.poll(),
            EngineClock.SYSTEM,
            true);
  }

  @Test
  void sizes() {
    assertThat(LAYOUT.hostBytes()).isEqualTo(4096 + 2 * SLOTS * STRIDE);
    assertThat(LAYOUT.commonBytes()).isEqualTo(2 * TABLE + 2 * SLOTS * STRIDE);
  }

  @Test
  void recordsAreWholePages() {
    assertThat(new ConnectionLayout(64, 1).stride()).isEqualTo(4096);
    assertThat(new ConnectionLayout(64, 4096 - 64).stride()).isEqualTo(4096);
    assertThat(new ConnectionLayout(64, 4096 - 63).stride()).isEqualTo(8192);
  }

  @Test
  void sizesOfTheDefaultAndOfTheLargestMaximum() {
    ConnectionLayout standard = ConnectionLayout.of(PortAttributes.DEFAULT_MAX_MESSAGE_BYTES);
    assertThat(standard).isEqualTo(new ConnectionLayout(64, 1 << 20));
    assertThat(standard.stride()).isEqualTo(1_052_672);
    assertThat(standard.hostBytes()).isEqualTo(134_746_112);
    assertThat(standard.commonBytes()).isEqualTo(134_766_592);
    ConnectionLayout largest = ConnectionLayout.of(PortAttributes.LARGEST_MAX_MESSAGE_BYTES);
    assertThat(largest.hostBytes()).isEqualTo(4096 + 128L * ((64 << 20) + 4096));
    assertThat(largest.commonBytes()).isEqualTo(2 * 12288 + 128L * ((64 << 20) + 4096));
  }

  @Test
  void geometry() {
    LAYOUT.write(memory.host());
    byte[] written = new byte[16];
    host().get(written);
    assertThat(written)
        .isEqualTo(
            new byte[] {
              4, 0, 'F', 'T', 'P', 'O', 'R', 'T', (byte) 128, 0, 0, 0, (byte) 128, 31, 0, 0
            });
  }

  @Test
  void anOffer() {
    offer(side(false).callee(), 216);
    ByteBuffer common = common();
    assertThat(common.getLong(WORD)).isEqualTo(216L << 32 | 1 << 4 | 1);
    assertThat(common.getLong(TICKET)).isEqualTo(1);
    assertThat(common.getLong(0)).isEqualTo(1);
    assertThat(hostLongs).containsOnly(0);
  }

  @Test
  void anOfferOfTheFilter() {
    offer(side(true).callee(), 1 << 20);
    assertThat(common().getLong(TABLE + WORD)).isEqualTo((16L + MAX_MESSAGE) << 32 | 1 << 4 | 1);
    assertThat(common().getLong(TABLE)).isEqualTo(1);
  }

  @Test
  void aMessageThatNobodyAnswersInTime() {
    offer(side(false).callee(), 116);
    CallOutcome outcome = ask(true, "hello", Buffers.allocate(9));
    assertThat(outcome.kind()).isEqualTo(CallOutcome.Kind.NO_REPLY);
    ByteBuffer common = common();
    assertThat(common.getLong(WORD)).isEqualTo(1L << 63 | 5L << 32 | 1 << 4 | 5);
    assertThat(common.getLong(0)).as("offered").isZero();
    assertThat(common.getLong(136)).as("arrived").isEqualTo(1);
    message(0, 1, 9, 1);
    assertThat(text(host(), MESSAGES_TO_SERVICE, 5)).isEqualTo("hello");
  }

  @Test
  void aOneWayMessage() {
    offer(side(false).callee(), 116);
    ask(true, "tell", null);
    assertThat(common().getLong(WORD)).isEqualTo(4L << 32 | 1 << 4 | 3);
    message(0, 0, 0, 0);
    assertThat(text(host(), MESSAGES_TO_SERVICE, 4)).isEqualTo("tell");
  }

  @Test
  void aMessageOfTheClient() {
    offer(side(true).callee(), 116);
    ask(false, "up", Buffers.allocate(3));
    assertThat(common().getLong(TABLE + WORD)).isEqualTo(1L << 63 | 2L << 32 | 1 << 4 | 5);
    message(TABLE, 1, 3, 1);
    assertThat(text(common(), MESSAGES_TO_FILTER, 2)).isEqualTo("up");
  }

  private void message(int table, long id, int replyCapacity, int flags) {
    ByteBuffer common = common();
    assertThat(common.getLong(table + MESSAGE)).as("id").isEqualTo(id);
    assertThat(common.getInt(table + MESSAGE + 8)).as("reply capacity").isEqualTo(replyCapacity);
    assertThat(common.getInt(table + MESSAGE + 12)).as("flags").isEqualTo(flags);
  }

  private static String text(ByteBuffer bytes, int at, int length) {
    byte[] found = new byte[length];
    bytes.get(at, found);
    return new String(found, StandardCharsets.UTF_8);
  }

  @Test
  void anOfferThatIsTooSmallByOne() {
    CalleeHalf callee = side(false).callee();
    RecordingGetter getter = offer(callee, 115);
    ask(true, "x".repeat(100), null);
    assertThat(common().getLong(WORD)).isEqualTo(116L << 32 | 1 << 4 | 6);
    callee.service();
    assertThat(getter.ends).containsExactly(NtStatus.BUFFER_TOO_SMALL);
  }

  @Test
  void anOfferThatIsLargeEnough() {
    offer(side(false).callee(), 116);
    ask(true, "x".repeat(100), null);
    assertThat(common().getLong(WORD)).isEqualTo(100L << 32 | 1 << 4 | 3);
  }

  @Test
  void aReply() {
    CalleeHalf callee = side(true).callee();
    offer(callee, 116);
    int line = TABLE;
    commonLongs[(line + WORD) / 8] = 1L << 63 | 2L << 32 | 1 << 4 | 8 | 3; // delivered and parked
    commonLongs[(line + MESSAGE) / 8 + 1] = 4; // reply capacity
    commonLongs[(line + 136) / 8] = 1; // arrived
    callee.service();
    callee.reply(1, 0xC0000022, COUNT, Buffers.utf8("longer"), 0, 6);
    assertThat(common().getLong(line + WORD)).isEqualTo(6L << 32 | 1 << 4 | 4);
    assertThat(common().getLong(line + 392)).as("done").isEqualTo(1);
    assertThat(common().getInt(line + REPLY)).as("status").isEqualTo(0xC0000022);
    assertThat(common().getInt(line + REPLY + 4)).as("count").isEqualTo(COUNT);
    assertThat(text(host(), REPLIES_TO_FILTER, 6)).isEqualTo("long\0\0");
  }

  @Test
  void aReplyOfTheService() {
    CalleeHalf callee = side(false).callee();
    offer(callee, 116);
    commonLongs[WORD / 8] = 1L << 63 | 2L << 32 | 1 << 4 | 3;
    commonLongs[MESSAGE / 8] = 77;
    commonLongs[MESSAGE / 8 + 1] = 4;
    commonLongs[136 / 8] = 1;
    callee.service();
    callee.reply(77, 0, 0, Buffers.utf8("ok"), 0, 2);
    assertThat(common().getLong(WORD)).isEqualTo(2L << 32 | 1 << 4 | 4);
    assertThat(common().getLong(392)).as("done, nobody is parked").isZero();
    assertThat(common().get(REPLIES_TO_SERVICE)).isEqualTo((byte) 'o');
  }

  @Test
  void flags() {
    CalleeHalf host = side(true).callee();
    CalleeHalf client = side(false).callee();
    for (int i = 0; i <= SLOTS; i++) {
      offer(host, 116);
      offer(client, 116);
    }
    assertThat(common().getInt(640)).as("the client is starved").isEqualTo(1);
    assertThat(host().getInt(256)).as("the host is not while it offers something").isZero();
    assertThat(common().getLong(8)).as("slots from 64 are in the second long").isEqualTo(-1);
  }

  @Test
  void aWithdrawnOfferAndAClosedOne() {
    CalleeHalf callee = side(false).callee();
    RecordingGetter getter = offer(callee, 116);
    callee.cancel(getter);
    assertThat(common().getLong(WORD)).isEqualTo(1 << 4);
    offer(callee, 116);
    assertThat(common().getLong(WORD)).isEqualTo(116L << 32 | 2 << 4 | 1);
    callee.close();
    assertThat(common().getLong(WORD)).isEqualTo(2 << 4 | 7);
  }
}
