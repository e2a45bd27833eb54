package io.filterport.engine.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.engine.slots.CalleeHalf.ReplyOutcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** INV-09: a service gets messages from a filter that writes any word and number at any moment. */
class HostileSenderTest {
  private static final int GENERATION = 1;
  private static final long ID = 7;

  private final HostileTable hostile = new HostileTable();
  private final CalleeHalf service = hostile.callee(CalleeHalf.Role.SERVICE);

  private RecordingGetter offer() {
    RecordingGetter getter = new RecordingGetter(CalleeHalf.HEADER + 8);
    assertThat(service.offer(getter)).isTrue();
    return getter;
  }

  private void deliver(int slot, long id) {
    hostile.table.writeMessage(slot, id, 8, 0);
    hostile.table.setWord(slot, SlotWord.delivered(GENERATION, 4, true));
    hostile.table.arrived.add(slot);
  }

  private ReplyOutcome reply() {
    return service.reply(ID, 0, 0, Buffers.allocate(4), 0, 4);
  }

  @Test
  @DisplayName("KSM-27, INV-09: an id that waits for its reply is not taken a second time")
  void idUsedTwice() {
    RecordingGetter first = offer();
    RecordingGetter second = offer();
    int answered = first.slot;
    deliver(first.slot, ID);
    deliver(second.slot, ID);
    assertThat(service.service()).isTrue();
    assertThat(first.ends).containsExactly(NtStatus.SUCCESS);
    assertThat(second.ends).containsExactly(NtStatus.PORT_DISCONNECTED);
    assertThat(hostile.breaches).containsExactly("message id 7 used twice");
    assertThat(reply()).isEqualTo(ReplyOutcome.ACCEPTED);
    assertThat(SlotWord.phase(hostile.table.word(answered))).isEqualTo(SlotWord.REPLIED);
    assertThat(reply()).isEqualTo(ReplyOutcome.NO_WAITER);
  }

  @Test
  @DisplayName("INV-09: a bit without a message leaves its getter where it is, and no bit behind")
  void bitAlone() {
    RecordingGetter getter = offer();
    hostile.table.arrived.add(getter.slot);
    assertThat(service.service()).isTrue();
    assertThat(service.service()).as("nothing is left to look at").isFalse();
    assertThat(getter.ends).isEmpty();
    deliver(getter.slot, ID);
    assertThat(service.service()).isTrue();
    assertThat(getter.ends).containsExactly(NtStatus.SUCCESS);
    assertThat(hostile.isBreached()).isFalse();
  }

  @Test
  @DisplayName("INV-09: a bit without a message does not hide the message behind it")
  void bitBeforeAMessage() {
    RecordingGetter older = offer();
    RecordingGetter newer = offer();
    hostile.table.arrived.add(older.slot);
    deliver(newer.slot, ID);
    assertThat(service.service()).isTrue();
    assertThat(older.ends).isEmpty();
    assertThat(newer.ends).containsExactly(NtStatus.SUCCESS);
  }

  @Test
  @DisplayName("INV-09: a word that is none of an offer's ends its getter alone, and is told")
  void foreignWord() {
    RecordingGetter getter = offer();
    RecordingGetter other = offer();
    hostile.table.setWord(getter.slot, SlotWord.of(SlotWord.REPLIED, GENERATION, 4));
    hostile.table.arrived.add(getter.slot);
    assertThat(service.service()).isTrue();
    assertThat(getter.ends).containsExactly(NtStatus.PORT_DISCONNECTED);
    assertThat(other.ends).isEmpty();
    assertThat(hostile.breaches).singleElement().asString().startsWith("an offered slot holds");
  }
}
