package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.engine.slots.CallOutcome.Kind;
import io.filterport.engine.slots.CallerHalf.Request;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Senders, held at the very moment at which something else happens. */
class SendersTest {
  private static final int SLOTS = 64;
  private static final int LONGEST = 512;

  /** Run once by the next sender that has chosen an offer, before it claims it. */
  private final AtomicReference<Runnable> beforeClaim = new AtomicReference<>(() -> {});

  private final CallerHalf caller;
  private final CalleeHalf callee;

  SendersTest() {
    MemorySegment control =
        MemorySegment.ofArray(new long[ConnectionLayout.tableBytes(SLOTS) >>> 3]);
    Bell.Inline arrivals = new Bell.Inline();
    Bell.Inline calls = new Bell.Inline();
    SlotTable table =
        new SlotTable(
            control,
            0,
            SLOTS,
            new SharedFlag(control, ConnectionLayout.CLIENT_FLAG),
            new SharedFlag(control, ConnectionLayout.CLIENT_FLAG + ConnectionLayout.LINE),
            new Interrupted(new Records.Heap(SLOTS, LONGEST)),
            new Records.Heap(SLOTS, LONGEST),
            arrivals,
            calls);
    Breach none = reason -> {};
    caller = new CallerHalf(table, none, new Rundown(), false, "");
    callee = new CalleeHalf(table, none, new Rundown(), CalleeHalf.Role.SERVICE, "");
    calls.listen(caller::service);
    arrivals.listen(callee::service);
  }

  private final class Interrupted implements Records {
    private final Records records;

    Interrupted(Records records) {
      this.records = records;
    }

    @Override
    public int maxMessageBytes() {
      return records.maxMessageBytes();
    }

    @Override
    public void reserve(int slot, int payload) {
      beforeClaim.getAndSet(() -> {}).run();
      records.reserve(slot, payload);
    }

    @Override
    public MemorySegment at(int slot) {
      return records.at(slot);
    }

    @Override
    public void giveBack(int slot, int payload) {
      records.giveBack(slot, payload);
    }
  }

  private RecordingGetter offer(int capacity) {
    RecordingGetter getter = new RecordingGetter(capacity);
    assertThat(callee.offer(getter)).isTrue();
    return getter;
  }

  private Kind tell(int length, Deadline deadline) {
    return caller
        .call(new Request(Buffers.allocate(length), false, null, null, deadline, true))
        .kind();
  }

  @Test
  @DisplayName("KSM-39: a poll missed a getter, for the one that it chose was cancelled meanwhile")
  void pollAgainstExchange() {
    RecordingGetter old = offer(64);
    RecordingGetter[] fresh = new RecordingGetter[1];
    beforeClaim.set(
        () -> {
          fresh[0] = offer(64);
          assertThat(callee.cancel(old)).isTrue();
        });
    assertThat(tell(8, Deadline.NOW)).isEqualTo(Kind.DELIVERED);
    assertThat(fresh[0].ends).containsExactly(NtStatus.SUCCESS);
  }
}
