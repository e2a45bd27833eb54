package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.layout.Flexible;
import io.filterport.layout.MessageLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;

/** What a client of the recording port says when it connects. Stateless. */
final class RecordingMessages {
  private static final int FORMAT = 1;

  private static final MessageLayout<RecordContext> CONTEXT =
      MessageLayout.of(MethodHandles.lookup(), RecordContext.class);

  private RecordingMessages() {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record RecordContext(int format, int mostKept, @Flexible byte[] port) {}

  /**
   * What is to be recorded.
   *
   * @param port its name
   * @param mostKept bytes of each payload, up to {@link RecordingLog#MOST_KEPT}; -1 for none
   */
  record Wish(String port, int mostKept) {}

  static MemorySegment encode(Wish wish) {
    return CONTEXT.encode(
        new RecordContext(FORMAT, wish.mostKept(), wish.port().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * {@return the wish that a context is}
   *
   * @param context from a client, which may have written anything
   * @throws FilterPortException {@link NtStatus#UNKNOWN_REVISION} for another format; {@link
   *     NtStatus#INVALID_PARAMETER} for none
   */
  static Wish decode(MemorySegment context) {
    if (context.byteSize() < CONTEXT.size()) {
      throw refusal(NtStatus.INVALID_PARAMETER, "of " + context.byteSize() + " bytes");
    }
    RecordContext read = CONTEXT.read(context);
    if (read.format() != FORMAT) {
      throw refusal(NtStatus.UNKNOWN_REVISION, "of format " + read.format());
    }
    if (read.mostKept() < -1 || read.mostKept() > RecordingLog.MOST_KEPT) {
      throw refusal(NtStatus.INVALID_PARAMETER, "for payloads of " + read.mostKept() + " bytes");
    }
    return new Wish(new String(read.port(), StandardCharsets.UTF_8), read.mostKept());
  }

  private static FilterPortException refusal(NtStatus status, String what) {
    return new FilterPortException(
        "a request to record " + what, status, "Use the same version of Filterport on both sides.");
  }
}
