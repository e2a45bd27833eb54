package io.filterport.engine.slots;

import io.filterport.WaitPolicy;
import io.filterport.engine.slots.CalleeHalf.Role;
import java.lang.foreign.MemorySegment;

/**
 * One side of a connection: the half that it calls with, the half that it is called through. Safe
 * for use by any thread.
 *
 * @param caller calls the other side
 * @param callee is called by the other side
 * @param memory those inside the shared memory
 */
public record Halves(CallerHalf caller, CalleeHalf callee, Rundown memory) {
  /** {@return the longest payload of a message or a reply, in either direction (KSM-07)} */
  public int maxMessageBytes() {
    return caller.maxMessageBytes();
  }

  /** Ends every call on both halves. May be called often. */
  public void close() {
    caller.close();
    callee.close();
  }

  /**
   * Wakes whoever still sleeps after {@link #close()}: a peer that goes on writing can hide a wake.
   *
   * @return whether anybody did; then call again after a while
   */
  public boolean rouse() {
    boolean calling = caller.rouse();
    boolean called = callee.rouse();
    return calling || called;
  }

  /**
   * Gives the memory up after {@link #close()}.
   *
   * @param action run once, when no thread touches the memory any more
   */
  public void release(Runnable action) {
    memory.close(action);
  }

  /**
   * Both sides of an embedded connection. Each keeps its own private records, as between processes.
   *
   * @param filter the filter's side
   * @param service the service's side
   */
  public record Pair(Halves filter, Halves service) {}

  /**
   * {@return both sides of a connection inside this JVM}
   *
   * @param maxMessageBytes the longest payload
   * @param filterWaits how the filter's side waits
   * @param filterBreach ends the connection for the filter's side
   * @param serviceWaits how the service's side waits
   * @param serviceBreach ends it for the service's side
   */
  public static Pair embedded(
      int maxMessageBytes,
      WaitPolicy filterWaits,
      Breach filterBreach,
      WaitPolicy serviceWaits,
      Breach serviceBreach) {
    EmbeddedTable toService = new EmbeddedTable(maxMessageBytes);
    EmbeddedTable toFilter = new EmbeddedTable(maxMessageBytes);
    Rundown filterMemory = new Rundown();
    Rundown serviceMemory = new Rundown();
    Halves filter =
        new Halves(
            new CallerHalf(toService.table, filterBreach, filterMemory, filterWaits, false, ""),
            new CalleeHalf(
                toFilter.table, filterBreach, filterMemory, filterWaits, Role.FILTER, ""),
            filterMemory);
    Halves service =
        new Halves(
            new CallerHalf(toFilter.table, serviceBreach, serviceMemory, serviceWaits, true, ""),
            new CalleeHalf(
                toService.table, serviceBreach, serviceMemory, serviceWaits, Role.SERVICE, ""),
            serviceMemory);
    toService.listen(filter.caller, service.callee);
    toFilter.listen(service.caller, filter.callee);
    return new Pair(filter, service);
  }

  /** A table on the heap, whose bells do the other half's bookkeeping on the ringing thread. */
  private static final class EmbeddedTable {
    private final Bell.Inline arrivalBell = new Bell.Inline();
    private final Bell.Inline callerBell = new Bell.Inline();
    private final SlotTable table;

    EmbeddedTable(int maxMessageBytes) {
      int slots = ConnectionLayout.DEFAULT_SLOTS;
      int bytes = ConnectionLayout.tableBytes(slots);
      MemorySegment control = MemorySegment.ofArray(new long[bytes >>> 3]);
      table =
          new SlotTable(
              control,
              0,
              slots,
              new SharedFlag(control, ConnectionLayout.CLIENT_FLAG),
              new SharedFlag(control, ConnectionLayout.CLIENT_FLAG + ConnectionLayout.LINE),
              new Records.Heap(slots, maxMessageBytes),
              new Records.Heap(slots, maxMessageBytes),
              arrivalBell,
              callerBell);
    }

    void listen(CallerHalf caller, CalleeHalf callee) {
      callerBell.listen(caller::service);
      arrivalBell.listen(callee::service);
    }
  }

  /**
   * {@return one side of a connection between processes}
   *
   * @param filterSide whether it is the filter's
   * @param memory both segments, mapped
   * @param sleep how to sleep on the bells
   * @param waitPolicy how this side waits
   * @param breach ends the connection
   * @param name names the threads that sleep on the bells
   */
  public static Halves mapped(
      boolean filterSide,
      MappedMemory memory,
      Sleep sleep,
      WaitPolicy waitPolicy,
      Breach breach,
      String name) {
    SlotTable toService = memory.toService(sleep);
    SlotTable toFilter = memory.toFilter(sleep);
    Rundown rundown = new Rundown();
    return new Halves(
        new CallerHalf(
            filterSide ? toService : toFilter,
            breach,
            rundown,
            waitPolicy,
            !filterSide,
            name + "-calls"),
        new CalleeHalf(
            filterSide ? toFilter : toService,
            breach,
            rundown,
            waitPolicy,
            filterSide ? Role.FILTER : Role.SERVICE,
            name + "-gets"),
        rundown);
  }
}
