package io.filterport.layout;

import io.filterport.MessageHeader;
import io.filterport.ReplyHeader;
import java.lang.invoke.MethodHandles;

/** Records such as messages are made of, and one value of each. */
// An array in C is an array here; nobody compares these records with equals.
@SuppressWarnings("ArrayRecordComponent")
final class Samples {
  private Samples() {}

  record ScanNotification(int bytesToScan, int reserved, @Length(1024) byte[] contents) {}

  record Verdict(boolean safeToOpen) {}

  record AvNotification(int message, int reason, long scanId, int scanThreadId) {}

  record FilterReplyHeader(int status, long messageId) {}

  /** What seed 004 warns of. */
  record PaddedReply(FilterReplyHeader header, boolean safeToOpen) {}

  @Packed
  record PackedReply(FilterReplyHeader header, boolean safeToOpen) {}

  /** What neither is padded nor has to be packed. */
  record WholeReply(ReplyHeader header, boolean safeToOpen) {}

  record WholeMessage(MessageHeader header, int kind, boolean last) {}

  record WholeText(MessageHeader header, int kind, @Flexible char[] text) {}

  record Mixed(
      byte small,
      short number,
      boolean flag,
      int count,
      char letter,
      long id,
      float ratio,
      double mean) {}

  @Packed
  record MixedPacked(
      byte small,
      short number,
      boolean flag,
      int count,
      char letter,
      long id,
      float ratio,
      double mean) {}

  record FileId(int volume, long index) {}

  record Opened(
      byte kind,
      FileId file,
      @Length(3) short[] stamps,
      @Length(2) FileId[] links,
      @Length(5) String name,
      @Length(3) boolean[] marks) {}

  @Packed
  record OpenedPacked(byte kind, FileId file, @Length(5) String name) {}

  record Named(int kind, int reserved, @Flexible byte[] name) {}

  record Wide(long id, @Flexible char[] name) {}

  static final MessageLayout<ScanNotification> SCAN_NOTIFICATION = of(ScanNotification.class);
  static final MessageLayout<Verdict> VERDICT = of(Verdict.class);
  static final MessageLayout<AvNotification> AV_NOTIFICATION = of(AvNotification.class);
  static final MessageLayout<PaddedReply> PADDED_REPLY = of(PaddedReply.class);
  static final MessageLayout<PackedReply> PACKED_REPLY = of(PackedReply.class);
  static final MessageLayout<WholeReply> WHOLE_REPLY = of(WholeReply.class);
  static final MessageLayout<WholeMessage> WHOLE_MESSAGE = of(WholeMessage.class);
  static final MessageLayout<WholeText> WHOLE_TEXT = of(WholeText.class);
  static final MessageLayout<Mixed> MIXED = of(Mixed.class);
  static final MessageLayout<MixedPacked> MIXED_PACKED = of(MixedPacked.class);
  static final MessageLayout<Opened> OPENED = of(Opened.class);
  static final MessageLayout<OpenedPacked> OPENED_PACKED = of(OpenedPacked.class);
  static final MessageLayout<Named> NAMED = of(Named.class);
  static final MessageLayout<Wide> WIDE = of(Wide.class);

  static <T extends Record> MessageLayout<T> of(Class<T> type) {
    return MessageLayout.of(MethodHandles.lookup(), type);
  }

  static final Mixed A_MIXED =
      new Mixed(
          (byte) 0x81, (short) 0x8382, true, 0x87868584, '\u20AC', 0x8F8E8D8C8B8A8988L, 1.5f, -2.5);

  static final MixedPacked A_MIXED_PACKED =
      new MixedPacked(
          (byte) 0x81, (short) 0x8382, true, 0x87868584, '\u20AC', 0x8F8E8D8C8B8A8988L, 1.5f, -2.5);

  static final Opened AN_OPENED =
      new Opened(
          (byte) 7,
          new FileId(1, 2),
          new short[] {3, 4, 5},
          new FileId[] {new FileId(6, 7), new FileId(8, 9)},
          "a\u20AC",
          new boolean[] {true, false, true});

  static final OpenedPacked AN_OPENED_PACKED = new OpenedPacked((byte) 7, new FileId(1, 2), "abcd");

  static final Named A_NAMED = new Named(1, 0, new byte[] {'/', 'e', 't', 'c', '/'});
}
