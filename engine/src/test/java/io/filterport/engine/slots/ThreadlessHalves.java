package io.filterport.engine.slots;

import io.filterport.WaitPolicy;
import io.filterport.engine.slots.CalleeHalf.Role;
import java.lang.foreign.MemorySegment;

/**
 * A connection as between processes, where the system gives no threads.
 *
 * @param service the service's side
 * @param filter the filter's, which only calls
 */
public record ThreadlessHalves(Halves service, CallerHalf filter) {
  public static ThreadlessHalves of(Sleep sleep) {
    ConnectionLayout layout = ConnectionLayout.of(64);
    MappedMemory memory =
        new MappedMemory(
            layout, onHeap(layout.hostBytes()), onHeap(layout.commonBytes()), Pages.KEEP);
    Rundown rundown = new Rundown();
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
            ThreadlessHalves::thread);
    CallerHalf filter =
        new CallerHalf(
            memory.toService(sleep), reason -> {}, rundown, WaitPolicy.NEVER_SPIN, false, "");
    return new ThreadlessHalves(new Halves(caller, callee, rundown), filter);
  }

  private static MemorySegment onHeap(long bytes) {
    return MemorySegment.ofArray(new long[(int) (bytes >>> 3)]);
  }

  private static Thread thread(Runnable work) {
    return new Thread(work) {
      @Override
      public void start() {
        throw new OutOfMemoryError("unable to create native thread");
      }
    };
  }
}
