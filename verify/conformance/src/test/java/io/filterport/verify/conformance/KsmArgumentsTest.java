package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.NtStatus;
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
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FltSendMessage: the port, the buffers and their sizes. */
@EachWorld
class KsmArgumentsTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final SendResult REFUSED =
      new SendResult(Outcome.REFUSED, NtStatus.INVALID_PARAMETER, 0);
  private static final SendResult DISCONNECTED =
      new SendResult(Outcome.DISCONNECTED, NtStatus.PORT_DISCONNECTED, 0);

  private final World world;
  private final Link link;

  KsmArgumentsTest(WorldKind kind) {
    world = World.withPort(kind, 2);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  @DisplayName("KSM-02, KSM-04, KSM-15: a closed port says so at once, every time, at any timeout")
  void closedPort() {
    Get get = link.get();
    link.client().close();
    for (Timeout timeout : new Timeout[] {Timeout.infinite(), Timeout.poll(), Link.LONG}) {
      assertThat(link.tell("x", timeout)).isEqualTo(DISCONNECTED);
      assertThat(link.client().send(Buffers.utf8("x"), Buffers.allocate(4), timeout))
          .isEqualTo(DISCONNECTED);
    }
    assertThat(link.client().isConnected()).isFalse();
    assertThat(get.await().status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
  }

  @Test
  @DisplayName("KSM-03: a port that was closed reaches nobody, whoever connected since")
  void staleHandle() {
    link.client().close();
    Get get = world.link().get();
    assertThat(link.tell("stale", Timeout.poll())).isEqualTo(DISCONNECTED);
    assertThat(get.isDone()).isFalse();
  }

  @Test
  @DisplayName("KSM-05: no message, and a reply buffer that cannot be written, are refused")
  void refused() {
    MemorySegment readOnly = Buffers.allocate(4).asReadOnly();
    Get get = link.get();
    assertThat(link.client().send(null, null, Link.LONG)).isEqualTo(REFUSED);
    assertThat(link.client().send(Buffers.utf8("x"), readOnly, Link.LONG)).isEqualTo(REFUSED);
    assertThat(get.isDone()).isFalse();
    assertThat(link.client().send(readOnly, null, Timeout.poll()).outcome())
        .isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("KSM-05: a missing content left a getter that nobody could complete")
  void noContent() {
    Get get = link.get();
    assertThat(link.client().send(Buffers.utf8("x"), null, Buffers.allocate(4), Link.LONG))
        .isEqualTo(REFUSED);
    assertThat(get.isDone()).isFalse();
    assertThat(link.tell("alive", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("KSM-05: a buffer of another thread cost the connection")
  void confinedToAnotherThread() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mine = arena.allocate(8);
      link.get();
      Background<SendResult> other =
          Background.of(() -> link.client().send(mine, null, Timeout.poll()));
      assertThatThrownBy(other::result).isInstanceOf(WrongThreadException.class);
      Background<SendResult> asking =
          Background.of(() -> link.client().send(Buffers.utf8("x"), mine, Timeout.poll()));
      assertThatThrownBy(asking::result).isInstanceOf(WrongThreadException.class);
      assertThat(link.tell("alive", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    }
  }

  @Test
  @DisplayName("KSM-05: freed memory is neither sent nor offered for a reply")
  void freedMemory() {
    Arena arena = Arena.ofShared();
    MemorySegment freed = arena.allocate(8);
    arena.close();
    Get get = link.get();
    assertThatThrownBy(() -> link.client().send(freed, null, Link.LONG))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> link.client().send(Buffers.utf8("x"), freed, Link.LONG))
        .isInstanceOf(IllegalStateException.class);
    assertThat(get.isDone()).isFalse();
    assertThat(link.tell("alive", Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  @DisplayName("KSM-07: a mebibyte arrives whole, a byte more is refused")
  void largest() {
    byte[] message = random(MEBIBYTE);
    Get get = link.get(16 + MEBIBYTE);
    assertThat(link.tell(message, Timeout.poll()).outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(get.payload()).isEqualTo(message);
    Get larger = link.get(16 + MEBIBYTE + 1);
    assertThat(link.tell(random(MEBIBYTE + 1), Timeout.poll())).isEqualTo(REFUSED);
    assertThat(larger.isDone()).isFalse();
  }

  @Test
  @DisplayName("KSM-07: a reply of a mebibyte arrives whole")
  void largestReply() {
    byte[] payload = random(MEBIBYTE);
    MemorySegment reply = Buffers.allocate(MEBIBYTE);
    Get get = link.get();
    Background<SendResult> sender = link.asking("question", reply, Link.LONG);
    link.reply(get.header().messageId(), NtStatus.SUCCESS, payload);
    assertThat(sender.result())
        .isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, MEBIBYTE));
    assertThat(Buffers.bytes(reply)).isEqualTo(payload);
  }

  @Test
  @DisplayName("KSM-08: without a reply buffer nothing is awaited, and the length is 0")
  void noReplyBuffer() {
    Get get = link.get();
    assertThat(link.client().send(Buffers.utf8("told"), null, Timeout.infinite()))
        .isEqualTo(new SendResult(Outcome.DELIVERED, NtStatus.SUCCESS, 0));
    assertThat(get.header().replyLength()).isZero();
    assertThat(Failures.status(() -> link.reply(get.header().messageId(), NtStatus.SUCCESS)))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
  }

  @Test
  @DisplayName("KSM-09: a reply buffer without room takes a status alone")
  void statusOnly() {
    Get get = link.get();
    Background<SendResult> sender = link.asking("question", Buffers.allocate(0), Link.LONG);
    assertThat(get.header().replyLength()).isEqualTo(16);
    link.reply(get.header().messageId(), NtStatus.ACCESS_DENIED);
    assertThat(sender.result())
        .isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.ACCESS_DENIED, 0));
  }

  @Test
  @DisplayName("KSM-10: message and reply may be the same memory")
  void sameMemory() {
    MemorySegment both = Buffers.utf8("question");
    Get get = link.get();
    Background<SendResult> sender = Background.of(() -> link.client().send(both, both, Link.LONG));
    assertThat(get.text()).isEqualTo("question");
    get.reply("answer!!");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(Buffers.bytes(both)).isEqualTo(Link.bytes("answer!!"));
  }
}
