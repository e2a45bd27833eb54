package io.filterport.linux;

import java.util.List;

/**
 * One message with its file descriptors; immutable. The receiver owns the descriptors, also those
 * of a message it does not like.
 *
 * @param result the bytes in the buffer, 0 at the end (or of an empty message), or -errno
 * @param truncated the message was longer than the buffer; the rest is lost
 * @param controlTruncated descriptors were lost: more than {@link DescriptorPassing#MAX}, or this
 *     process may not open more
 * @param descriptors those that came, close-on-exec, in the order they were sent
 */
public record Received(
    int result, boolean truncated, boolean controlTruncated, List<Integer> descriptors) {
  /** Copies the descriptors. */
  public Received {
    descriptors = List.copyOf(descriptors);
  }
}
