package io.filterport.cli;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.cli.TrafficRecord.Exchange;
import io.filterport.filter.SendResult;
import io.filterport.filter.SendResult.Outcome;
import io.filterport.spi.Losses.Reason;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A message under way that is recorded, for everybody who recorded when it began. For the message's
 * thread. Whatever fails here costs a record, and never the message.
 */
final class TappedExchange {
  private static final MemorySegment NO_BYTES = Buffers.allocate(0);

  /** In the place of a send that threw: an argument was wrong. */
  private static final SendResult REFUSED =
      new SendResult(Outcome.REFUSED, NtStatus.INVALID_PARAMETER, 0);

  private final long connection;
  private final long began = System.nanoTime();
  private final List<Copy> copies = new ArrayList<>(1);

  /** The message is kept when it begins: the reply may be written over it (KSM-10). */
  private record Copy(RecordingLog log, Kept message) {}

  private TappedExchange(long connection) {
    this.connection = connection;
  }

  static TappedExchange begin(List<RecordingLog> logs, long connection, MemorySegment message) {
    TappedExchange exchange = new TappedExchange(connection);
    logs.forEach(log -> exchange.keep(log, message));
    return exchange;
  }

  private void keep(RecordingLog log, MemorySegment message) {
    try {
      Kept kept = log.keep(message);
      if (kept != null) {
        copies.add(new Copy(log, kept));
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      log.lose(Reason.FAILED);
    }
  }

  /** FltSendMessage has returned; null if it threw. */
  void sent(
      @Nullable SendResult result,
      @Nullable MemorySegment reply,
      Timeout timeout,
      @Nullable Long contentBytes) {
    SendResult ended = result == null ? REFUSED : result;
    Integer room = reply == null ? null : (int) Math.min(reply.byteSize(), Integer.MAX_VALUE);
    MemorySegment answer =
        reply == null || !ended.hasReply() ? NO_BYTES : reply.asSlice(0, ended.replyLength());
    Long limit = nanos(timeout);
    long nanos = System.nanoTime() - began;
    end(
        answer,
        (copy, kept) ->
            new Exchange(
                true,
                connection,
                copy.log().at(began),
                nanos,
                copy.message(),
                room,
                limit,
                contentBytes,
                ended.outcome(),
                ended.status(),
                kept));
  }

  private static @Nullable Long nanos(Timeout timeout) {
    return switch (timeout.kind()) {
      case INFINITE -> null;
      case POLL, RELATIVE -> timeout.nanos();
      case ABSOLUTE -> Math.max(0, timeout.nanos() - now());
    };
  }

  private static long now() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /**
   * The message callback has returned.
   *
   * @param status what it said; an error brings no bytes, but one that is too small what it needs
   * @param room of the output, if the callback looked at it
   */
  void answered(
      NtStatus status, @Nullable Integer room, int returned, @Nullable MemorySegment output) {
    int counted =
        output == null || !status.carriesBytes() ? 0 : (int) Math.min(returned, output.byteSize());
    MemorySegment answer = output == null ? NO_BYTES : output.asSlice(0, counted);
    boolean tooSmall = status.equals(NtStatus.BUFFER_TOO_SMALL);
    long nanos = System.nanoTime() - began;
    end(
        answer,
        (copy, kept) ->
            new Exchange(
                false,
                connection,
                copy.log().at(began),
                nanos,
                copy.message(),
                room,
                null,
                null,
                null,
                status,
                tooSmall ? new Kept(returned, null) : kept));
  }

  /** Makes the record of one copy. */
  private interface Ending {
    Exchange of(Copy copy, Kept answer);
  }

  private void end(MemorySegment answer, Ending ending) {
    for (Copy copy : copies) {
      try {
        copy.log().add(copy.message(), answer, kept -> ending.of(copy, kept));
      } catch (RuntimeException | OutOfMemoryError e) {
        copy.log().lose(Reason.FAILED);
      }
    }
  }
}
