package io.filterport.engine.slots;

import io.filterport.WaitPolicy;
import io.filterport.engine.slots.CalleeHalf.Role;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection as between processes, where the system gives no threads.
 *
 * @param service the service's side
 * @param filter the filter's, which only calls
 * @param refused how often a thread was wanted
 */
public record ThreadlessHalves(Halves service, CallerHalf filter, AtomicInteger refused) {
  public static ThreadlessHalves of(Sleep sleep) {
    MappedMemory memory = memory(64);
    Rundown rundown = new Rundown();
    AtomicInteger refused = new AtomicInteger();
    CallerHalf caller =
        new CallerHalf(
            memory.toFilter(sleep), reason -> {}, rundown, WaitPolicy.NEVER_SPIN, true, "");
    CalleeHalf callee =
        new CalleeHalf(
            memory.toService(sleep),
            reason -> {},
            rundown,
            WaitPolicy.NEVER_SPIN,
            Role.SERVICE,
            work -> thread(work, refused));
    CallerHalf filter =
        new CallerHalf(
            memory.toService(sleep), reason -> {}, rundown, WaitPolicy.NEVER_SPIN, false, "");
    return new ThreadlessHalves(new Halves(caller, callee, rundown), filter, refused);
  }

  /** {@return memory as two processes have it, of this one alone} */
  public static MappedMemory memory(int maxMessageBytes) {
    ConnectionLayout layout = ConnectionLayout.of(maxMessageBytes);
    return new MappedMemory(
        layout, onHeap(layout.hostBytes()), onHeap(layout.commonBytes()), Pages.KEEP);
  }

  private static MemorySegment onHeap(long bytes) {
    return MemorySegment.ofArray(new long[(int) (bytes >>> 3)]);
  }

  private static Thread thread(Runnable work, AtomicInteger refused) {
    return new Thread(work) {
      @Override
      public void start() {
        refused.incrementAndGet();
        throw new OutOfMemoryError("unable to create native thread");
      }
    };
  }
}
