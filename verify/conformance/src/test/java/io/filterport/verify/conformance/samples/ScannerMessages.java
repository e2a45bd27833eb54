package io.filterport.verify.conformance.samples;

import io.filterport.MessageHeader;
import io.filterport.ReplyHeader;
import io.filterport.layout.Length;
import io.filterport.layout.MessageLayout;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What scanner's two sides include both. */
final class ScannerMessages {
  static final String PORT = "\\ScannerPort";
  static final int CONTENTS = 1024;
  static final String FOUL = "foul";

  static final MessageLayout<Notification> NOTIFICATION = layout(Notification.class);
  static final MessageLayout<Verdict> VERDICT = layout(Verdict.class);
  static final MessageLayout<Received> RECEIVED = layout(Received.class);
  static final MessageLayout<Reply> REPLY = layout(Reply.class);

  private ScannerMessages() {}

  @SuppressWarnings("ArrayRecordComponent") // C has nothing else
  record Notification(int bytesToScan, int reserved, @Length(CONTENTS) byte[] contents) {
    static Notification of(String contents) {
      byte[] bytes = contents.getBytes(StandardCharsets.UTF_8);
      return new Notification(bytes.length, 0, Arrays.copyOf(bytes, CONTENTS));
    }

    String text() {
      return new String(contents, 0, bytesToScan, StandardCharsets.UTF_8);
    }
  }

  record Verdict(boolean safeToOpen) {}

  /** What a get stores: the header, and what the filter sent. */
  record Received(MessageHeader header, Notification notification) {}

  record Reply(ReplyHeader header, Verdict verdict) {}

  private static <T extends Record> MessageLayout<T> layout(Class<T> type) {
    return MessageLayout.of(MethodHandles.lookup(), type);
  }
}
