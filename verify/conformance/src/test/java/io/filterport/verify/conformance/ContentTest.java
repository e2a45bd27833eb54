package io.filterport.verify.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.FilterPort;
import io.filterport.service.MessageService;
import io.filterport.verify.conformance.world.Background;
import io.filterport.verify.conformance.world.EachWorld;
import io.filterport.verify.conformance.world.Failures;
import io.filterport.verify.conformance.world.Link;
import io.filterport.verify.conformance.world.Link.Get;
import io.filterport.verify.conformance.world.Waits;
import io.filterport.verify.conformance.world.World;
import io.filterport.verify.conformance.world.WorldKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contents beside messages. */
@EachWorld
class ContentTest {
  private static final int SLOTS = 64;
  private static final int SENDERS = 8;
  private static final int MESSAGES = 25;

  private final World world;
  private final Link link;

  ContentTest(WorldKind kind) {
    world = World.withPort(kind, 1);
    link = world.link();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Background<SendResult> asking(Content content) {
    return Background.of(
        () -> link.client().send(Buffers.utf8("x"), content, Buffers.allocate(8), Link.LONG));
  }

  /** What a service gets with a message. */
  private Content content(Get get) {
    return link.port().content(get.header().messageId());
  }

  private static byte[] read(Content content) throws IOException {
    MemorySegment buffer = Buffers.allocate((int) content.size() + 1);
    int filled = 0;
    int count = content.read(0, buffer);
    while (count > 0) {
      filled += count;
      count = content.read(filled, buffer.asSlice(filled));
    }
    return Buffers.bytes(buffer.asSlice(0, filled));
  }

  private static boolean isOpen(Content content) {
    try {
      return content.read(0, Buffers.allocate(1)) == 1;
    } catch (IOException | IllegalStateException e) {
      return false;
    }
  }

  @Test
  @DisplayName("a content is read until its message is answered")
  void untilTheReply() throws IOException {
    byte[] bytes = new byte[3 << 20];
    new Random(3).nextBytes(bytes);
    Get get = link.get();
    Background<SendResult> sender = asking(Content.of(bytes));
    Content content = content(get);
    assertThat(content.size()).isEqualTo(bytes.length);
    assertThat(read(content)).isEqualTo(bytes);
    get.reply("done");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(isOpen(content)).isFalse();
    assertThat(Failures.status(() -> content(get))).isEqualTo(NtStatus.NOT_FOUND);
  }

  @Test
  @DisplayName("a message without content has none")
  void none() {
    Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(8), Link.LONG);
    assertThat(Failures.status(() -> content(get))).isEqualTo(NtStatus.NOT_FOUND);
    get.reply("");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  private record Failing(RuntimeException failure) implements Content {
    @Override
    public long size() {
      throw failure;
    }

    @Override
    public int read(long position, MemorySegment buffer) {
      throw failure;
    }

    @Override
    public void close() {}
  }

  @Test
  @DisplayName("a content that threw took its message's getter with it")
  void failing() {
    Get get = link.get();
    Background<SendResult> sender = asking(new Failing(new IllegalStateException("on purpose")));
    get.reply("done");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(link.port().isConnected()).isTrue();
  }

  @Test
  @DisplayName("a reader's close is not the filter's")
  void closedByTheReader() {
    Content own = Content.of(Link.bytes("kept"));
    Get get = link.get();
    Background<SendResult> sender = asking(own);
    Content content = content(get);
    content.close();
    assertThat(isOpen(content)).isFalse();
    get.reply("");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(isOpen(own)).isTrue();
  }

  @Test
  @DisplayName("after the end of the connection it is the end that is told")
  void afterTheEnd() {
    Get get = link.get();
    Background<SendResult> sender = asking(Content.of(Link.bytes("gone")));
    Content content = content(get);
    link.client().close();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    Waits.until(() -> !isOpen(content));
    assertThat(Failures.status(() -> content(get))).isEqualTo(NtStatus.PORT_DISCONNECTED);
    link.port().close();
    assertThat(Failures.status(() -> content(get))).isEqualTo(NtStatus.INVALID_HANDLE);
  }

  @Test
  @DisplayName("the content of a message that timed out ends when its slot is used again")
  void timedOutContents() {
    List<Content> old = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      old.add(timedOut());
    }
    assertThat(old).allMatch(ContentTest::isOpen);
    Content latest = timedOut();
    assertThat(isOpen(latest)).isTrue();
    assertThat(old.stream().filter(ContentTest::isOpen)).hasSize(SLOTS - 1);
  }

  private Content timedOut() {
    Get get = link.get();
    SendResult result =
        link.client()
            .send(
                Buffers.utf8("x"),
                Content.of(Link.bytes("late")),
                Buffers.allocate(8),
                Timeout.poll());
    assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT_NO_REPLY);
    return content(get);
  }

  @Test
  @DisplayName("each of eight workers reads the content of its own message")
  void manyAtOnce() {
    Background<Long> service = link.atService(ContentTest::echoContents);
    List<Background<Void>> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      int own = i;
      senders.add(Background.run(() -> echoed(own)));
    }
    senders.forEach(Background::result);
    service.result();
  }

  private void echoed(int sender) {
    for (int i = 0; i < MESSAGES; i++) {
      byte[] bytes = Link.bytes("content " + sender + "." + i);
      MemorySegment reply = Buffers.allocate(64);
      SendResult result =
          link.client().send(Buffers.utf8("x"), Content.of(bytes), reply, Link.LONG);
      assertThat(Buffers.bytes(reply.asSlice(0, result.replyLength()))).isEqualTo(bytes);
    }
  }

  private static long echoContents(FilterPort port) {
    CountDownLatch all = new CountDownLatch(SENDERS * MESSAGES);
    try (MessageService service = MessageService.on(port).workers(8)) {
      service.start(
          message -> {
            message.reply(read(message.content()));
            all.countDown();
          });
      Waits.on(all);
    }
    return 0;
  }
}
