package io.filterport.verify.onaccess;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.ReplyHeader;
import io.filterport.scanner.ScanReply;
import io.filterport.scanner.ScannerFilter;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
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
        if (oddity == Oddity.NONSENSE) {
          port.reply(nonsense(MessageHeader.read(question).messageId()));
        }
      } while (oddity != Oddity.HANGS_UP);
    } catch (FilterPortException e) {
      System.out.println(e.getMessage());
    }
  }

  private MemorySegment nonsense(long messageId) {
    byte[] bytes = new byte[ReplyHeader.SIZE + random.nextInt(ScanReply.MAX_BYTES)];
    random.nextBytes(bytes);
    MemorySegment reply = Buffers.of(bytes);
    new ReplyHeader(NtStatus.SUCCESS, messageId).write(reply);
    return reply;
  }
}
