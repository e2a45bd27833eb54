package io.filterport.verify.conformance.samples;

import io.filterport.ReplyHeader;
import io.filterport.verify.conformance.samples.ScannerMessages.PaddedReply;
import io.filterport.verify.conformance.samples.ScannerMessages.Verdict;
import java.lang.foreign.MemorySegment;

/** A scanner that sends the padding of its structure along. */
final class PaddedScannerService extends ScannerService {
  @Override
  MemorySegment reply(ReplyHeader header, Verdict verdict) {
    return ScannerMessages.PADDED_REPLY.encode(new PaddedReply(header, verdict));
  }
}
