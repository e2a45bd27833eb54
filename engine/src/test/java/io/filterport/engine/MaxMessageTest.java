package io.filterport.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.PortAttributes;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.MessageService;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** KSM-07: each port has a maximum of its own, for messages and replies of both directions. */
class MaxMessageTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private Link link(int maximum) {
    String name = "\\Max" + maximum;
    createPort(name, maximum);
    return world.link(name);
  }

  private void createPort(String name, int maximum) {
    PortAttributes attributes = PortAttributes.named(name).withMaxMessageBytes(maximum);
    world.filter.createCommunicationPort(attributes, world.callbacks(), 1);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  // ---- the port

  @Test
  @DisplayName("KSM-07: the default is a mebibyte")
  void standard() {
    assertThat(PortAttributes.named("\\Port").maxMessageBytes()).isEqualTo(1 << 20);
    world.createPort(World.NAME, 1);
    assertThat(world.link().port().maxMessageBytes()).isEqualTo(1 << 20);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, (64 << 20) + 1, Integer.MAX_VALUE})
  @DisplayName("KSM-07, CCP-06: a maximum that no port can have, and the name stays free")
  void outOfRange(int maximum) {
    FilterPortException refusal = Failures.failure(() -> createPort("\\Port", maximum));
    assertThat(refusal.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(refusal).hasMessageContaining("messages of up to " + maximum + " bytes");
    assertThat(refusal).hasMessageContaining("0xc000000d");
    assertThat(refusal).hasMessageContaining("1 to 67108864 bytes");
    createPort("\\Port", 64 << 20);
    assertThat(world.link("\\Port").port().maxMessageBytes()).isEqualTo(64 << 20);
  }

  @Test
  @DisplayName("KSM-07: the maximum stays when other attributes are set")
  void attributesKeepIt() {
    PortAttributes attributes = PortAttributes.named("\\Port").withMaxMessageBytes(7);
    assertThat(attributes.caseInsensitive().maxMessageBytes()).isEqualTo(7);
    assertThat(attributes.withFlags(0).maxMessageBytes()).isEqualTo(7);
    assertThat(attributes.withMaxMessageBytes(8).name()).isEqualTo("\\Port");
  }

  // ---- both directions, each at the maximum and one byte over it

  @ParameterizedTest
  @ValueSource(ints = {1, 4032, 4033, (1 << 20) + 1, 5_000_000})
  @DisplayName("KSM-07: a message of the filter")
  void messageOfTheFilter(int maximum) {
    Link link = link(maximum);
    byte[] message = random(maximum);
    Link.Get get = link.get(16 + maximum);
    assertThat(link.client().send(Buffers.allocate(maximum + 1), null, Timeout.poll()))
        .isEqualTo(new SendResult(Outcome.REFUSED, NtStatus.INVALID_PARAMETER, 0));
    assertThat(get.isDone()).isFalse();
    assertThat(link.client().send(Buffers.of(message), null, Timeout.poll()).outcome())
        .isEqualTo(Outcome.DELIVERED);
    assertThat(get.payload()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4032, 4033, (1 << 20) + 1, 5_000_000})
  @DisplayName("KSM-07: a reply of the service; one that is too long can be made good")
  void replyOfTheService(int maximum) {
    Link link = link(maximum);
    byte[] reply = random(maximum);
    MemorySegment room = Buffers.allocate(maximum + 100);
    Link.Get get = link.get();
    Background<SendResult> asking = link.asking("?", room, Link.LONG);
    long id = get.header().messageId();
    FilterPortException tooLong =
        Failures.failure(() -> link.reply(id, NtStatus.SUCCESS, new byte[maximum + 1]));
    assertThat(tooLong.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(tooLong).hasMessageContaining("up to " + maximum + " of payload");
    link.reply(id, NtStatus.SUCCESS, reply);
    assertThat(asking.result())
        .isEqualTo(new SendResult(Outcome.REPLIED, NtStatus.SUCCESS, maximum));
    assertThat(Buffers.bytes(room.asSlice(0, maximum))).isEqualTo(reply);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4032, 4033, (1 << 20) + 1, 5_000_000})
  @DisplayName("KSM-07, MNF-03: a message of the service and the filter's answer")
  void messageOfTheService(int maximum) {
    Link link = link(maximum);
    world.onMessage =
        (cookie, call) -> {
          call.output().copyFrom(call.input());
          call.setReturnLength((int) call.input().byteSize());
          return NtStatus.SUCCESS;
        };
    byte[] question = random(maximum);
    MemorySegment answer = Buffers.allocate(maximum);
    assertThat(link.port().send(Buffers.of(question), answer)).isEqualTo(maximum);
    assertThat(Buffers.bytes(answer)).isEqualTo(question);
    FilterPortException tooLong =
        Failures.failure(() -> link.port().send(Buffers.allocate(maximum + 1), answer));
    assertThat(tooLong.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
    assertThat(tooLong).hasMessageContaining("1 to " + maximum + " bytes");
    assertThat(world.count("message")).isEqualTo(1);
  }

  @Test
  @DisplayName("KSM-07: the filter has no room for an answer over the maximum, whatever is offered")
  void outputOfTheFilter() {
    Link link = link(100);
    world.onMessage =
        (cookie, call) -> {
          call.setReturnLength((int) call.output().byteSize());
          return NtStatus.SUCCESS;
        };
    assertThat(link.port().send(Buffers.utf8("?"), Buffers.allocate(99))).isEqualTo(99);
    assertThat(link.port().send(Buffers.utf8("?"), Buffers.allocate(101))).isEqualTo(100);
  }

  @Test
  @DisplayName("KSM-07: short messages after long ones, through the same slot")
  void shortAfterLong() {
    Link link = link(3 << 20);
    for (int length : new int[] {5, 3 << 20, 5, 2 << 20, 1, (1 << 20) + 1, 1 << 20}) {
      byte[] bytes = random(length);
      MemorySegment room = Buffers.allocate(length);
      Link.Get get = link.get(16 + length);
      Background<SendResult> asking =
          Background.of(() -> link.client().send(Buffers.of(bytes), room, Link.LONG));
      link.reply(get.header().messageId(), NtStatus.SUCCESS, get.payload());
      assertThat(asking.result().replyLength()).isEqualTo(length);
      assertThat(Buffers.bytes(room)).isEqualTo(bytes);
    }
  }

  // ---- the service's loop

  @Test
  @DisplayName("GET-16: a MessageService takes what the port lets through, unless it was told less")
  void serviceFollowsThePort() {
    Link link = link(3 << 20);
    assertThat(statusFrom(MessageService.on(link.port()), link)).isEqualTo(NtStatus.SUCCESS);
  }

  @Test
  void serviceWithAMaximumOfItsOwn() {
    Link link = link(3 << 20);
    MessageService service = MessageService.on(link.port()).maxMessageBytes(16 + (2 << 20));
    assertThat(statusFrom(service, link)).isEqualTo(NtStatus.UNSUCCESSFUL);
  }

  /** {@return how a message of the port's maximum is answered} */
  private static NtStatus statusFrom(MessageService service, Link link) {
    try (service) {
      service.start(message -> message.reply(NtStatus.SUCCESS));
      MemorySegment message = Buffers.allocate(link.port().maxMessageBytes());
      SendResult result =
          link.client().send(message, Buffers.allocate(ReplyHeader.SIZE), Link.LONG);
      assertThat(result.outcome()).isEqualTo(Outcome.REPLIED);
      return result.status();
    }
  }
}
