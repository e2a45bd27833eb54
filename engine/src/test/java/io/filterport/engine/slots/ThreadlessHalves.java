package io.filterport.engine.slots;

import io.filterport.WaitPolicy;
import io.filterport.engine.slots.CalleeHalf.Role;
import java.lang.foreign.MemorySegment;

/** The service's side of a connection between processes, where the system gives no threads. */
public final class ThreadlessHalves {
  private ThreadlessHalves() {}

  public static Halves service(Sleep sleep) {
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
    return new Halves(caller, callee, rundown);
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
