package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.service.PortAccess;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FilterReplyMessage at its edges: the order of its checks, and who still waits. */
@EachWorld
class ReplyEdgeTest {
  private static final int MAXIMUM = 100;
  private static final long NOBODY = 77;

  private final World world;
  private final Link link;

  ReplyEdgeTest(WorldKind kind) {
    world = new World(kind);
    world.filter.createCommunicationPort(
        PortAttributes.named(World.NAME).withMaxMessageBytes(MAXIMUM), world.callbacks(), 2);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Background<SendResult> asking() {
    return link.asking("question", Buffers.allocate(4), Timeout.infinite());
  }

  private static MemorySegment reply(long id, int payload) {
    MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE + payload);
    new ReplyHeader(NtStatus.SUCCESS, id).write(reply);
    return reply;
  }

  private static NtStatus status(FilterPort port, MemorySegment reply) {
    return Failures.status(() -> port.reply(reply));
  }

  @Test
  @DisplayName("RPL-02: a missing buffer is refused and touches no waiter")
  void missingBuffer() {
    Get get = link.get();
    Background<SendResult> sender = asking();
    get.await();
    FilterPortException failure = Failures.failure(() -> link.port().reply(null));
    assertThat(failure.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(failure.hresult().value()).isEqualTo(0x80070057);
    assertThat(sender.isDone()).isFalse();
    get.reply("fine");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("RPL-01: closed, then access, then the size at either end, then the waiter")
  void orderOfChecks() {
    FilterPort reader = link.port().duplicate(PortAccess.READ);
    assertThat(status(reader, Buffers.allocate(15))).isEqualTo(NtStatus.ACCESS_DENIED);
    assertThat(status(reader, reply(NOBODY, MAXIMUM + 1))).isEqualTo(NtStatus.ACCESS_DENIED);
    reader.close();
    assertThat(status(reader, Buffers.allocate(15))).isEqualTo(NtStatus.INVALID_HANDLE);
    assertThat(status(link.port(), Buffers.allocate(15))).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(status(link.port(), reply(NOBODY, MAXIMUM + 1)))
        .isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(status(link.port(), reply(NOBODY, MAXIMUM)))
        .isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    assertThat(status(link.port(), reply(NOBODY, 0))).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
  }

  @Test
  @DisplayName("RPL-04: nobody waits after an interrupt, nor for an id that comes later")
  void interruptedSender() {
    Get get = link.get();
    Background<SendResult> sender = asking();
    long id = get.header().messageId();
    assertThat(status(link.port(), reply(id + 1, 0))).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    sender.thread.interrupt();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(status(link.port(), reply(id, 0))).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    Get next = link.get();
    Background<SendResult> another = asking();
    assertThat(next.header().messageId()).isEqualTo(id + 1);
    next.reply("");
    assertThat(another.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  @DisplayName("RPL-06, HND-02: what was got through a handle that is closed another one answers")
  void throughAnotherHandle() {
    FilterPort copy = link.port().duplicate();
    Get get = link.get();
    Background<SendResult> sender = asking();
    long id = get.header().messageId();
    link.port().close();
    assertThat(status(link.port(), reply(id, 4))).isEqualTo(NtStatus.INVALID_HANDLE);
    copy.reply(reply(id, 4));
    assertThat(sender.result()).isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, 4));
  }

  @Test
  @DisplayName("RPL-15: after the manager's end nobody waits, and the handle is still to be closed")
  void afterTheManager() {
    Get get = link.get();
    Background<SendResult> sender = asking();
    long id = get.header().messageId();
    world.manager.close();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThat(status(link.port(), reply(id, 0))).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    link.port().close();
    assertThat(status(link.port(), reply(id, 0))).isEqualTo(NtStatus.INVALID_HANDLE);
  }
}
