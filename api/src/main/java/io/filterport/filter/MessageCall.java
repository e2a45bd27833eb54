package io.filterport.filter;

import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one call of FilterSendMessage. For use by the callback's thread until the callback
 * returns: a buffer touched later, or by another thread, throws (BUF-06). A callback that has other
 * threads work on the message gives them a copy, or has {@link PortCallbacks#withBuffersInPlace
 * buffers in place}.
 */
public interface MessageCall {
  /**
   * {@return what the client sent: a private, read-only snapshot, at least 1 byte (MNF-03, MNF-09)}
   */
  MemorySegment input();

  /**
   * {@return where the answer goes, zeroed, as long as the client's buffer; null if the client gave
   * none (MNF-04)} Made when it is first asked for. Only the returned length is copied to the
   * client, after the callback (MNF-08). In place it is not zeroed.
   */
  @Nullable MemorySegment output();

  /**
   * Sets the returned length, 0 until set (MNF-06).
   *
   * @param bytes bytes of the output that count; more than it holds, or fewer than none, are
   *     clamped (MNF-07). With {@link NtStatus#BUFFER_TOO_SMALL} or {@link
   *     NtStatus#FLT_BUFFER_TOO_SMALL} it says what is needed (MNF-12)
   */
  void setReturnLength(int bytes);

  /**
   * {@return what the callback returns with a whole answer} Copies it to the output and sets the
   * returned length. Where there is no room for all of it, nothing is copied, and the client is
   * told how much is needed (MNF-12).
   *
   * @param answer the bytes of the answer
   */
  default NtStatus answer(MemorySegment answer) {
    MemorySegment output = output();
    setReturnLength((int) answer.byteSize());
    if (output == null || output.byteSize() < answer.byteSize()) {
      return NtStatus.BUFFER_TOO_SMALL;
    }
    MemorySegment.copy(answer, 0, output, 0, answer.byteSize());
    return NtStatus.SUCCESS;
  }
}
