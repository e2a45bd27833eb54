package io.filterport.verify.conformance.samples;

import io.filterport.Buffers;
import io.filterport.ReplyHeader;
import io.filterport.verify.conformance.samples.ScannerMessages.Verdict;
import java.lang.foreign.MemorySegment;

/** A scanner in C that sends the padding of its structure along. */
final class PaddedScannerService extends ScannerService {
  static final int SIZEOF = 24;

  @Override
  MemorySegment reply(ReplyHeader header, Verdict verdict) {
    MemorySegment structure = Buffers.allocate(SIZEOF);
    MemorySegment reply = super.reply(header, verdict);
    structure.asSlice(0, reply.byteSize()).copyFrom(reply);
    return structure;
  }
}
