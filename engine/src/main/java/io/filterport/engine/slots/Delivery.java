package io.filterport.engine.slots;

/**
 * A message that reached a getter, its numbers read once and checked. The getter's own, and valid
 * until its next message.
 */
public final class Delivery {
  private int slot;
  private long id;
  private boolean replyWanted;
  private int replyCapacity;
  private int flags;
  private int length;

  void read(int at, long messageId, int capacity, int headerFlags, long word) {
    slot = at;
    id = messageId;
    replyCapacity = capacity;
    flags = headerFlags;
    length = SlotWord.length(word);
    replyWanted = SlotWord.replyWanted(word);
  }

  void number(long messageId) {
    id = messageId;
  }

  /** {@return its slot} */
  public int slot() {
    return slot;
  }

  /**
   * {@return the id that it is answered by: the caller's, 0 without a reply; at a filter its own
   * half's, once the getter is complete}
   */
  public long id() {
    return id;
  }

  /** {@return whether the caller waits} */
  public boolean replyWanted() {
    return replyWanted;
  }

  /** {@return payload bytes that the caller has room for} */
  public int replyCapacity() {
    return replyCapacity;
  }

  int flags() {
    return flags;
  }

  /** {@return payload bytes} */
  public int length() {
    return length;
  }

  /** {@return whether the caller gave a reply buffer, be it empty} */
  public boolean hasReplyBuffer() {
    return (flags & SlotTable.HAS_REPLY_BUFFER) != 0;
  }
}
