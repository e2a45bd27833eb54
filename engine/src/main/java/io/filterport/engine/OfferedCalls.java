package io.filterport.engine;

import io.filterport.engine.slots.CalleeHalf;
import io.filterport.engine.slots.ConnectionLayout;
import io.filterport.engine.slots.Getter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How many calls of one connection are on offer to its client: as many as there are slots in the
 * end, but none is made before it is needed, so that an idle connection costs the memory of a few.
 * Safe for use by any thread.
 */
final class OfferedCalls {
  private static final int FIRST = 4;

  /** With fewer on offer there is one call more. */
  private static final int FEW = 2;

  private final CalleeHalf half;
  private final Supplier<? extends Getter> maker;
  private final AtomicInteger made = new AtomicInteger(FIRST);
  private final AtomicInteger offered = new AtomicInteger(FIRST);

  OfferedCalls(CalleeHalf half, Supplier<? extends Getter> maker) {
    this.half = half;
    this.maker = maker;
  }

  void start() {
    for (int i = 0; i < FIRST; i++) {
      boolean ignored = half.offer(maker.get());
    }
  }

  /** An offer was taken. */
  void taken() {
    if (offered.decrementAndGet() < FEW && mayMake()) {
      make();
    }
  }

  /** For want of memory there is none more; the next that is taken tries again. */
  private void make() {
    Getter more;
    try {
      more = maker.get();
    } catch (OutOfMemoryError e) {
      int ignored = made.decrementAndGet();
      return;
    }
    again(more);
  }

  private boolean mayMake() {
    int all = made.get();
    return all < ConnectionLayout.DEFAULT_SLOTS && made.compareAndSet(all, all + 1);
  }

  /** None was: the bit was stale. */
  void notTaken() {
    int ignored = offered.incrementAndGet();
  }

  /** A call is over, or new. */
  void again(Getter call) {
    int ignored = offered.incrementAndGet();
    half.offer(call);
  }
}
