package io.filterport.engine;

import io.filterport.Buffers;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.ClientPort;
import io.filterport.filter.SendResult;
import io.filterport.service.FilterPort;
import io.filterport.service.Overlapped;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Both ends of one connection, with short forms of what tests do most. */
record Link(FilterPort port, ClientPort client) {
  static final Timeout SOON = Timeout.ofMillis(30);
  static final Timeout LONG = Timeout.ofMillis(20_000);

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** An overlapped get: outstanding as soon as this returns. */
  final class Get {
    final MemorySegment buffer;
    final Overlapped overlapped = Overlapped.create();

    private Get(int size) {
      buffer = Buffers.allocate(size);
      buffer.fill((byte) 0xCC);
      port.getMessage(buffer, overlapped);
    }

    Get await() {
      if (!overlapped.await(LONG)) {
        throw new AssertionError("the get is still outstanding");
      }
      return this;
    }

    boolean isDone() {
      return overlapped.isComplete();
    }

    NtStatus status() {
      return overlapped.status();
    }

    MessageHeader header() {
      await();
      return MessageHeader.read(buffer);
    }

    byte[] payload() {
      int bytes = await().overlapped.result();
      return Buffers.bytes(buffer.asSlice(MessageHeader.SIZE, bytes - MessageHeader.SIZE));
    }

    String text() {
      return new String(payload(), StandardCharsets.UTF_8);
    }

    void reply(String text) {
      Link.this.reply(header().messageId(), NtStatus.SUCCESS, Link.bytes(text));
    }
  }

  Get get(int size) {
    return new Get(size);
  }

  Get get() {
    return get(256);
  }

  void reply(long id, NtStatus status, byte... payload) {
    MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE + payload.length);
    new ReplyHeader(status, id).write(reply);
    MemorySegment.copy(MemorySegment.ofArray(payload), 0, reply, ReplyHeader.SIZE, payload.length);
    port.reply(reply);
  }

  SendResult tell(String text, Timeout timeout) {
    return client.send(Buffers.utf8(text), null, timeout);
  }

  /** In a thread of its own, until a getter or something else ends it. */
  Background<SendResult> telling(String text, Timeout timeout) {
    return Background.of(() -> tell(text, timeout));
  }

  Background<SendResult> asking(String text, MemorySegment reply, Timeout timeout) {
    return Background.of(() -> client.send(Buffers.utf8(text), reply, timeout));
  }
}
