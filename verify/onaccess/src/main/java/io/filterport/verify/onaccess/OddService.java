package io.filterport.verify.onaccess;

import io.filterport.Buffers;
import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.ReplyHeader;
import io.filterport.scanner.ScanReply;
import io.filterport.scanner.ScannerFilter;
import io.filterport.scanner.engine.Eicar;
import io.filterport.service.FilterPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/** A service of the scanner's port that behaves oddly. Its arguments: control socket, oddity. */
final class OddService {
  /** What it says when it is connected. */
  static final String READY = "the odd service is connected";

  private static final int LONGEST_QUESTION = 16_384;
  private static final long SEED = 4_711;

  private final PortSpace space;
  private final Oddity oddity;
  private final Random random = new Random(SEED);
  private final Forgetful memory = new Forgetful();

  private OddService(PortSpace space, Oddity oddity) {
    this.space = space;
    this.oddity = oddity;
  }

  public static void main(String[] args) {
    OddService service = new OddService(PortSpace.at(Path.of(args[0])), Oddity.valueOf(args[1]));
    while (true) {
      service.serve();
    }
  }

  private void serve() {
    try (FilterPort port = FilterPort.connect(space, ScannerFilter.PORT)) {
      System.out.println(READY);
      MemorySegment question = Buffers.allocate(MessageHeader.SIZE + LONGEST_QUESTION);
      do {
        int ignored = port.getMessage(question);
        long messageId = MessageHeader.read(question).messageId();
        answer(port, messageId).ifPresent(payload -> port.reply(reply(messageId, payload)));
      } while (oddity != Oddity.HANGS_UP);
    } catch (FilterPortException e) {
      System.out.println(e.getMessage());
    }
  }

  private Optional<byte[]> answer(FilterPort port, long messageId) {
    return switch (oddity) {
      case SILENT, HANGS_UP -> Optional.empty();
      case NONSENSE -> Optional.of(nonsense());
      case FORGETFUL -> memory.infected(content(port, messageId)).map(OddService::verdict);
    };
  }

  /** The samples are short, and come beside the message. */
  private static byte[] content(FilterPort port, long messageId) {
    MemorySegment bytes = Buffers.allocate(LONGEST_QUESTION);
    try (Content content = port.content(messageId)) {
      return Buffers.bytes(bytes.asSlice(0, content.read(0, bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] nonsense() {
    byte[] bytes = new byte[random.nextInt(ScanReply.MAX_BYTES)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] verdict(boolean infected) {
    return Buffers.bytes(new ScanReply(infected, infected ? Eicar.NAME : "", "").encode());
  }

  private static MemorySegment reply(long messageId, byte[] payload) {
    MemorySegment reply = Buffers.allocate(ReplyHeader.SIZE + payload.length);
    new ReplyHeader(NtStatus.SUCCESS, messageId).write(reply);
    MemorySegment.copy(Buffers.of(payload), 0, reply, ReplyHeader.SIZE, payload.length);
    return reply;
  }
}
