package io.filterport.engine.slots;

import io.filterport.NtStatus;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** A getter that does something while it takes its message. */
final class SlowGetter extends Getter {
  private final Runnable meanwhile;
  private final Consumer<NtStatus> atEnd;

  SlowGetter(Runnable meanwhile, Consumer<NtStatus> atEnd) {
    super(1000);
    this.meanwhile = meanwhile;
    this.atEnd = atEnd;
  }

  @Override
  protected boolean take(Delivery message, MemorySegment record) {
    meanwhile.run();
    return true;
  }

  @Override
  protected void complete(NtStatus status, int bytes) {
    atEnd.accept(status);
  }
}
