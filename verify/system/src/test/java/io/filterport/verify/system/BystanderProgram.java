package io.filterport.verify.system;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.ReplyHeader;
import io.filterport.service.FilterPort;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * An honest client that makes round trips in both directions all the time. Arguments: socket, port.
 * Answers every line with the number of its calls that were answered, or with its failure.
 */
public final class BystanderProgram {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final FilterPort port;
  private final AtomicInteger roundTrips = new AtomicInteger();
  private volatile String failure = "";

  private BystanderProgram(FilterPort port) {
    this.port = port;
  }

  public static void main(String[] arguments) {
    Program.limitTime();
    FilterPort port = FilterPort.connect(PortSpace.at(Path.of(arguments[0])), arguments[1]);
    BystanderProgram program = new BystanderProgram(port);
    Thread.ofPlatform().daemon().start(() -> program.guard(program::call));
    Thread.ofPlatform().daemon().start(() -> program.guard(program::answer));
    Program.say("connected");
    while (Program.hear() != null) {
      Program.say(program.failure.isEmpty() ? program.roundTrips.get() : program.failure);
    }
  }

  private void guard(Runnable loop) {
    try {
      loop.run();
    } catch (RuntimeException | Error e) {
      failure = e.toString();
    }
  }

  private void call() {
    MemorySegment question = Buffers.utf8("are you well?");
    MemorySegment answer = Buffers.allocate((int) question.byteSize());
    while (true) {
      answer.fill((byte) 0);
      int bytes = port.send(question, answer);
      if (bytes != question.byteSize() || question.mismatch(answer) != -1) {
        throw new IllegalStateException("another answer of " + bytes + " bytes");
      }
      roundTrips.incrementAndGet();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void answer() {
    MemorySegment buffer = Buffers.allocate(256);
    while (true) {
      int bytes = port.getMessage(buffer);
      long id = MessageHeader.read(buffer).messageId();
      new ReplyHeader(NtStatus.SUCCESS, id).write(buffer);
      replyUnlessLate(buffer.asSlice(0, bytes));
    }
  }

  /** On a busy machine a sender may have gone. */
  private void replyUnlessLate(MemorySegment reply) {
    try {
      port.reply(reply);
    } catch (FilterPortException e) {
      if (!e.status().equals(NtStatus.FLT_NO_WAITER_FOR_REPLY)) {
        throw e;
      }
    }
  }
}
