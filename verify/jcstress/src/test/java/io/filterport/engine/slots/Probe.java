package io.filterport.engine.slots;

import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;

/** A getter that remembers how, and how often, it ended. */
final class Probe extends Getter {
  private static final int PREFIX = "STATUS_".length();

  private final AtomicInteger ends = new AtomicInteger();
  private long payload;
  private volatile NtStatus status = NtStatus.PENDING;

  /**
   * Makes a getter.
   *
   * @param capacity bytes, header included
   */
  Probe(int capacity) {
    super(capacity);
  }

  @Override
  protected boolean take(Delivery message, MemorySegment record) {
    payload = record.get(ValueLayout.JAVA_LONG, 0);
    return true;
  }

  @Override
  protected void complete(NtStatus end, int bytes) {
    ends.incrementAndGet();
    status = end;
  }

  boolean hasEnded() {
    return ends.get() > 0;
  }

  /** {@return the status, a message's bytes with it; PENDING if it has not ended} */
  String end() {
    if (ends.get() > 1) {
      return "ended " + ends.get() + " times";
    }
    return status.equals(NtStatus.SUCCESS) ? "SUCCESS " + payload : status.name().substring(PREFIX);
  }

  /** {@return whether a slot offers it; only when nobody is at work} */
  boolean isOffered() {
    return slot != -1;
  }
}
