package io.filterport.engine;

import static io.filterport.engine.Failures.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.MessageService;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contents beside messages, inside one JVM. */
class ContentTest {
  private static final int SLOTS = 64;

  private final World world = World.withPort(2);
  private final Link link = world.link();

  @AfterEach
  void close() {
    link.port().close();
    world.close();
  }

  private Background<SendResult> asking(Content content) {
    return Background.of(
        () -> link.client().send(Buffers.utf8("x"), content, Buffers.allocate(8), Link.LONG));
  }

  private static byte[] read(Content content) throws IOException {
    MemorySegment buffer = Buffers.allocate((int) content.size() + 1);
    int count = content.read(0, buffer);
    return Buffers.bytes(buffer.asSlice(0, count));
  }

  @Test
  void theServiceReadsItUntilItHasReplied() throws IOException {
    Link.Get get = link.get();
    Background<SendResult> sender = asking(Content.of(Link.bytes("the bytes")));
    Content content = link.port().content(get.header().messageId());
    assertThat(content.size()).isEqualTo(9);
    assertThat(read(content)).isEqualTo(Link.bytes("the bytes"));
    get.reply("done");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
    assertThatThrownBy(() -> read(content)).isInstanceOf(IOException.class);
    assertThat(status(() -> link.port().content(get.header().messageId())))
        .isEqualTo(NtStatus.NOT_FOUND);
  }

  @Test
  void aMessageWithoutContentHasNone() {
    Link.Get get = link.get();
    Background<SendResult> sender = link.asking("x", Buffers.allocate(8), Link.LONG);
    assertThat(status(() -> link.port().content(get.header().messageId())))
        .isEqualTo(NtStatus.NOT_FOUND);
    get.reply("");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  void contentOfAnySizeIsLentNotCopied() throws IOException {
    Content huge =
        new Content() {
          @Override
          public long size() {
            return Long.MAX_VALUE;
          }

          @Override
          public int read(long position, MemorySegment buffer) {
            return buffer.fill((byte) position).byteSize() == 0 ? 0 : 1;
          }

          @Override
          public void close() {
            throw new AssertionError("the service's close is not the filter's");
          }
        };
    Link.Get get = link.get();
    Background<SendResult> sender = asking(huge);
    Content content = link.port().content(get.header().messageId());
    MemorySegment one = Buffers.allocate(1);
    assertThat(content.read(1L << 40 | 5, one)).isEqualTo(1);
    assertThat(Buffers.bytes(one)).containsExactly(5);
    content.close();
    get.reply("");
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }

  @Test
  void afterTheEndItIsTheEndThatIsTold() throws IOException {
    Link.Get get = link.get();
    Background<SendResult> sender = asking(Content.of(Link.bytes("gone")));
    long id = get.header().messageId();
    Content content = link.port().content(id);
    link.client().close();
    assertThat(sender.result().outcome()).isEqualTo(Outcome.DISCONNECTED);
    assertThatThrownBy(() -> read(content)).isInstanceOf(IOException.class);
    assertThat(status(() -> link.port().content(id))).isEqualTo(NtStatus.PORT_DISCONNECTED);
    link.port().close();
    assertThat(status(() -> link.port().content(id))).isEqualTo(NtStatus.INVALID_HANDLE);
  }

  @Test
  void contentOfATimedOutMessageEndsWhenItsSlotIsUsedAgain() throws IOException {
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
    Link.Get get = link.get();
    SendResult result =
        link.client()
            .send(
                Buffers.utf8("x"),
                Content.of(Link.bytes("late")),
                Buffers.allocate(8),
                Timeout.poll());
    assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT_NO_REPLY);
    return link.port().content(get.header().messageId());
  }

  private static boolean isOpen(Content content) {
    try {
      return content.read(0, Buffers.allocate(1)) == 1;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void eachServiceThreadReadsTheContentOfItsOwnMessage() throws Exception {
    try (MessageService service = MessageService.on(link.port()).workers(8);
        ExecutorService senders = Executors.newFixedThreadPool(8)) {
      service.start(message -> message.reply(read(message.content())));
      List<Future<byte[]>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        byte[] bytes = Link.bytes("content " + i);
        answers.add(senders.submit(() -> echoed(bytes)));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(answers.get(i).get()).isEqualTo(Link.bytes("content " + i));
      }
    }
  }

  private byte[] echoed(byte[] bytes) {
    MemorySegment reply = Buffers.allocate(64);
    SendResult result = link.client().send(Buffers.utf8("x"), Content.of(bytes), reply, Link.LONG);
    return Buffers.bytes(reply.asSlice(0, result.replyLength()));
  }
}
