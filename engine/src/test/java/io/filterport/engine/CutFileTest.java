package io.filterport.engine;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.Timeout;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.service.Overlapped;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buffers that are mapped files, of which somebody takes the pages under way. */
class CutFileTest {
  /** As large as any page. */
  private static final long PAGE = 64 << 10;

  private static final int PAYLOAD = 1000;
  private static final Timeout LONG = Timeout.ofMillis(20_000);

  @TempDir Path directory;

  private final ServiceLink link = new ServiceLink();

  @AfterEach
  void close() {
    link.close();
  }

  /** {@return a header whose memory is there, and a payload whose memory is gone} */
  private MemorySegment cut(int headerBytes) throws IOException {
    try (FileChannel file = FileChannel.open(directory.resolve("cut"), CREATE_NEW, READ, WRITE)) {
      MemorySegment whole = file.map(FileChannel.MapMode.READ_WRITE, 0, 2 * PAGE, Arena.ofAuto());
      file.truncate(PAGE);
      return whole.asSlice(PAGE - headerBytes, headerBytes + PAYLOAD);
    }
  }

  @Test
  @DisplayName("KSM-23: a get into a file that was cut short was never completed")
  void get() throws IOException {
    Overlapped lost = Overlapped.create();
    link.port.getMessage(cut(MessageHeader.SIZE), lost);
    Overlapped next = Overlapped.create();
    link.port.getMessage(Buffers.allocate(MessageHeader.SIZE + PAYLOAD), next);
    SendResult sent = link.client.send(Buffers.allocate(PAYLOAD), null, Timeout.poll());
    assertThat(sent.outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(lost.status()).isEqualTo(NtStatus.ACCESS_VIOLATION);
    assertThat(next.result()).isEqualTo(MessageHeader.SIZE + PAYLOAD);
  }

  @Test
  @DisplayName(
      "RPL-04: a message whose reply was in a file cut short could not be answered any more")
  void reply() throws IOException {
    Background<SendResult> sender =
        Background.of(() -> link.client.send(Buffers.utf8("?"), Buffers.allocate(PAYLOAD), LONG));
    MemorySegment message = Buffers.allocate(MessageHeader.SIZE + 1);
    int ignored = link.port.getMessage(message);
    ReplyHeader header = new ReplyHeader(NtStatus.SUCCESS, MessageHeader.read(message).messageId());
    MemorySegment gone = cut(ReplyHeader.SIZE);
    header.write(gone);
    assertThatThrownBy(() -> link.port.reply(gone)).isInstanceOf(InternalError.class);
    MemorySegment good = Buffers.allocate(ReplyHeader.SIZE);
    header.write(good);
    link.port.reply(good);
    assertThat(sender.result().outcome()).isEqualTo(Outcome.REPLIED);
  }
}
