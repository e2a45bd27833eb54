package io.filterport.engine.slots;

import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import java.util.Queue;

/** A getter that tells when it completes. */
final class Named extends Getter {
  private final String name;
  private final Queue<String> completed;

  Named(String name, Queue<String> completed) {
    super(RaceTable.ROOMY);
    this.name = name;
    this.completed = completed;
  }

  @Override
  protected boolean take(Delivery message, MemorySegment record) {
    return true;
  }

  @Override
  protected void complete(NtStatus status, int bytes) {
    completed.add(name);
  }
}
