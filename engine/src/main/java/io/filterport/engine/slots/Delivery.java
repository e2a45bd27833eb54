package io.filterport.engine.slots;

/**
 * A message that reached a getter, its numbers read once and checked. Immutable.
 *
 * @param slot its slot
 * @param id the caller's id for it, 0 without a reply
 * @param replyWanted whether the caller waits
 * @param replyCapacity payload bytes that the caller has room for
 * @param flags of the record's header
 * @param length payload bytes
 */
public record Delivery(
    int slot, long id, boolean replyWanted, int replyCapacity, int flags, int length) {
  /** {@return whether the caller gave a reply buffer, be it empty} */
  public boolean hasReplyBuffer() {
    return (flags & RecordHeader.HAS_REPLY_BUFFER) != 0;
  }
}
