package io.filterport.verify.conformance.world;

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
public record Link(World world, FilterPort port, ClientPort client) {
  public static final Timeout SOON = Timeout.ofMillis(30);
  public static final Timeout LONG = Timeout.ofMillis(20_000);

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static String text(MemorySegment utf8) {
    return new String(Buffers.bytes(utf8), StandardCharsets.UTF_8);
  }

  /** An overlapped get: outstanding as soon as this returns. */
  public final class Get {
    public final MemorySegment buffer;
    public final Overlapped overlapped = world.overlapped();

    private Get(int size) {
      buffer = Buffers.allocate(size);
      buffer.fill((byte) 0xCC);
      port.getMessage(buffer, overlapped);
    }

    public Get await() {
      if (!overlapped.await(LONG)) {
        throw new AssertionError("the get is still outstanding");
      }
      return this;
    }

    public boolean isDone() {
      return overlapped.isComplete();
    }

    public NtStatus status() {
      return overlapped.status();
    }

    public MessageHeader header() {
      await();
      return MessageHeader.read(buffer);
    }

    public byte[] payload() {
      int bytes = await().overlapped.result();
      return Buffers.bytes(buffer.asSlice(MessageHeader.SIZE, bytes - MessageHeader.SIZE));
    }

    public String text() {
      return new String(payload(), StandardCharsets.UTF_8);
    }

    public void reply(String text) {
      Link.this.reply(header().messageId(), NtStatus.SUCCESS, Link.bytes(text));
    }
  }

  /** FltCloseClientPort; between processes the client's side hears of it soon afterwards. */
  public void closeByFilter() {
    client.close();
    Waits.until(() -> !port.isConnected());
  }

  public Get get(int size) {
    return new Get(size);
  }

  public Get get() {
    return get(256);
  }

  /** The client closes, and the manager is done with it. */
  public void hangUp() {
    port.close();
    world.awaitEnd(client);
  }

  public void reply(long id, NtStatus status, byte... payload) {
    MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE + payload.length);
    new ReplyHeader(status, id).write(reply);
    MemorySegment.copy(MemorySegment.ofArray(payload), 0, reply, ReplyHeader.SIZE, payload.length);
    port.reply(reply);
  }

  public SendResult tell(String text, Timeout timeout) {
    return client.send(Buffers.utf8(text), null, timeout);
  }

  public SendResult tell(byte[] message, Timeout timeout) {
    return client.send(Buffers.of(message), null, timeout);
  }

  /** In a thread of its own, at the service's side. */
  public Background<Long> atService(ServiceWork work) {
    return Background.of(() -> world.atService(port, work));
  }

  /** In a thread of its own, until a getter or something else ends it. */
  public Background<SendResult> telling(String text, Timeout timeout) {
    return Background.of(() -> tell(text, timeout));
  }

  public Background<SendResult> asking(String text, MemorySegment reply, Timeout timeout) {
    return Background.of(() -> client.send(Buffers.utf8(text), reply, timeout));
  }
}
